package io.modeenvoy.xds.server;

import org.jspecify.annotations.Nullable;

/** Says what a peer may claim to be. Called on many threads at once. */
public interface Identities {
    /** Why {@code peer} may not be the node it claims to be, or not in that group, in words for its operator; null if it may. */
    @Nullable
    String objection(Peer peer, String nodeId, String group);

    /** Why {@code peer} may not look at what all nodes hold, in words for its operator; null if it may. */
    @Nullable
    String introspectionObjection(Peer peer);

    /** Believes everybody. */
    static Identities anyone() {
        return new Identities() {
            @Override
            public @Nullable String objection(Peer peer, String nodeId, String group) {
                return null;
            }

            @Override
            public @Nullable String introspectionObjection(Peer peer) {
                return null;
            }
        };
    }
}
