package io.modeenvoy.xds.server;

/** Who a client says it is, and the group that follows from it. */
record NodeClaim(String id, String cluster, String group) {
    boolean sameNode(NodeClaim other) {
        return id.equals(other.id) && cluster.equals(other.cluster);
    }
}
