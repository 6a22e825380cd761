package io.modeenvoy.policy;

/** The name of an object inside its namespace, printed {@code namespace/name}; an empty namespace means cluster scope. */
public record NamespacedName(String namespace, String name) implements Comparable<NamespacedName> {
    public NamespacedName {
        Checks.check(!name.isEmpty(), "name: empty (expected: a name)");
    }

    /** Parses {@code namespace/name}, or {@code name} alone for cluster scope. */
    public static NamespacedName parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new NamespacedName("", text)
                : new NamespacedName(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public int compareTo(NamespacedName other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
