package io.modeenvoy.policy;

/** A route by kind and name, printed {@code kind/namespace/name} with the kind in lower case: {@code airoute/payments/chat}. */
public record RouteRef(Kind kind, NamespacedName name) implements Comparable<RouteRef> {
    /** The kinds of routes that can be guarded. */
    public enum Kind {
        AI_ROUTE("airoute"),
        HTTP_ROUTE("httproute"),
        GRPC_ROUTE("grpcroute");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The word used in names on the wire. */
        public String label() {
            return label;
        }
    }

    /** Parses what {@link #toString} prints. */
    public static RouteRef parse(String text) {
        for (Kind kind : Kind.values()) {
            if (text.startsWith(kind.label + "/")) {
                return new RouteRef(kind, NamespacedName.parse(text.substring(kind.label.length() + 1)));
            }
        }
        throw new IllegalArgumentException(
                "route: " + text + " (expected: airoute/NS/NAME, httproute/NS/NAME or grpcroute/NS/NAME)");
    }

    /** By kind, then by name. */
    @Override
    public int compareTo(RouteRef other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return kind.label + "/" + name;
    }
}
