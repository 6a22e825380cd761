package io.modeenvoy.xds.server;

import io.envoyproxy.envoy.config.core.v3.Node;

/** Says which snapshot a node gets. */
@FunctionalInterface
public interface NodeGroups {
    /** The group of a node. */
    String groupOf(Node node);

    /** The node's own {@code cluster} field is its group. */
    static NodeGroups byCluster() {
        return Node::getCluster;
    }
}
