package io.modeenvoy.webhook;

import io.modeenvoy.bootstrap.Role;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a pod asks for by its label and annotations, and may have.
 *
 * @param hostname under which the workload calls the proxy; empty = by 127.0.0.1
 */
record Wish(Role role, GatewayName gateway, GatewayOffer offer, Set<Sdk> sdks, String hostname) {
    /** Label: {@code sidecar}, {@code egress} or {@code false}. */
    static final String INJECT = "modeenvoy.io/inject";
    /** Annotation: NAME or NAMESPACE/NAME of the Gateway. */
    static final String GATEWAY = "modeenvoy.io/gateway";
    /** Annotation: the client libraries that shall find the proxy by their variables, with commas between. */
    static final String ENV = "modeenvoy.io/env";
    /** Annotation: a hostname of the Gateway's routes that shall lead to the proxy. */
    static final String HOSTNAME = "modeenvoy.io/hostname";

    Wish {
        sdks = java.util.Collections.unmodifiableSet(new TreeSet<>(sdks));
    }

    /** The ports the proxy listens on. */
    List<Integer> ports() {
        return switch (role) {
            case EGRESS -> offer.httpPorts();
            case EDGE, SIDECAR ->
                Stream.concat(offer.httpPorts().stream(), offer.otherPorts().stream())
                        .sorted()
                        .toList();
        };
    }

    /** The node group of the proxy. */
    String group() {
        return switch (role) {
            case EGRESS -> "egress/" + gateway;
            case EDGE, SIDECAR -> "gateway/" + gateway;
        };
    }

    String hostOfCalls() {
        return hostname.isEmpty() ? "127.0.0.1" : hostname;
    }
}
