package io.modeenvoy.xds.server;

import java.util.Map;

/** Where one connected client stands, by type URL. */
public record NodeAcks(NodeRef node, Map<String, TypeAcks> types) {
    public NodeAcks {
        types = Map.copyOf(types);
    }
}
