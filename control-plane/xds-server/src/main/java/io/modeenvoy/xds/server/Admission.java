package io.modeenvoy.xds.server;

import org.jspecify.annotations.Nullable;

/** What makes a request wrong as a request. */
final class Admission {
    private Admission() {}

    /** The reason to end the stream, or null. */
    static @Nullable String problem(StreamState state, XdsRequest request, @Nullable NodeClaim node) {
        NodeClaim known = state.node();
        if (known == null && (node == null || node.id().isEmpty())) {
            return "node.id: '' in the first request (expected: the client's id)";
        }
        if (known != null && node != null && !known.sameNode(node)) {
            return "node: " + node.id() + " of cluster " + node.cluster() + " (expected: " + known.id() + " of cluster "
                    + known.cluster() + ", as in the first request)";
        }
        if (request.typeUrl().isEmpty() && state.onlyType().isEmpty()) {
            return "type_url: '' (expected: a type URL on an aggregated stream)";
        }
        boolean foreign = !state.onlyType().isEmpty()
                && !request.typeUrl().isEmpty()
                && !request.typeUrl().equals(state.onlyType());
        return foreign ? "type_url: " + request.typeUrl() + " (expected: " + state.onlyType() + ")" : null;
    }
}
