package io.modeenvoy.xds.server;

import io.envoyproxy.envoy.config.core.v3.Node;
import org.jspecify.annotations.Nullable;

/** Says what a peer may claim to be. Called on many threads at once. */
public interface Identities {
    /** Why {@code peer} may not be the node it claims to be, in words for its operator; null if it may. */
    @Nullable
    String objection(Peer peer, Node claimed, String group);

    /** Why {@code peer} may not look at what all nodes hold, in words for its operator; null if it may. */
    @Nullable
    String introspectionObjection(Peer peer);

    /** Believes everybody. */
    static Identities anyone() {
        return new Identities() {
            @Override
            public @Nullable String objection(Peer peer, Node claimed, String group) {
                return null;
            }

            @Override
            public @Nullable String introspectionObjection(Peer peer) {
                return null;
            }
        };
    }
}
