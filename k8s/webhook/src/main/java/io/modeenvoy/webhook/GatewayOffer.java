package io.modeenvoy.webhook;

import java.util.List;

/**
 * A Gateway as pods may take it along.
 *
 * @param httpPorts its ports of plain HTTP, ascending: what an egress proxy listens on
 * @param otherPorts its other ports
 * @param egressNamespaces whose pods may have it as their egress proxy; {@code *} = every one
 */
public record GatewayOffer(List<Integer> httpPorts, List<Integer> otherPorts, List<String> egressNamespaces) {
    public GatewayOffer {
        httpPorts = List.copyOf(httpPorts);
        otherPorts = List.copyOf(otherPorts);
        egressNamespaces = List.copyOf(egressNamespaces);
    }

    boolean isEgressOf(String namespace) {
        return egressNamespaces.contains("*") || egressNamespaces.contains(namespace);
    }
}
