package io.modeenvoy.xds.server;

import io.grpc.Status;

/**
 * Why a stream ends because of what was asked on it.
 *
 * @param reason a stable word for it, for the metric
 */
record Refusal(String reason, Status status) implements Inbound {
    /** Of a limit. */
    static Refusal limit(String reason, String words) {
        return new Refusal(reason, Status.RESOURCE_EXHAUSTED.withDescription(words));
    }
}
