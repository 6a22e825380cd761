package io.modeenvoy.webhook;

import java.util.Optional;

/** The Gateways of ours that there are now. */
@FunctionalInterface
public interface Gateways {
    /** What this one offers; empty = there is none of ours. */
    Optional<GatewayOffer> find(GatewayName gateway);

    /** {@code ; did you mean gateways/models?} for the one who has mistyped a name, or nothing. */
    default String meant(GatewayName wanted) {
        return "";
    }
}
