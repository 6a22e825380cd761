package io.modeenvoy.xds.server;

/**
 * What one stream may ask for. Answers to responses count for nothing: their number is ours to choose.
 *
 * @param requestsPerSecond requests that change what is asked for; more end the stream with RESOURCE_EXHAUSTED
 * @param burst how many of them may come at once
 * @param maxNames names asked for one by one, per type; more end the stream with RESOURCE_EXHAUSTED
 */
public record StreamLimits(int requestsPerSecond, int burst, int maxNames) {
    public StreamLimits {
        if (requestsPerSecond < 1 || burst < 1 || maxNames < 1) {
            throw new IllegalArgumentException("requestsPerSecond " + requestsPerSecond + ", burst " + burst
                    + ", maxNames " + maxNames + " (expected: at least 1)");
        }
    }

    /** 100 requests a second, 1,000 at once, 100,000 names: an Envoy that discovers thousands of clusters stays far below. */
    public static StreamLimits defaults() {
        return new StreamLimits(100, 1_000, 100_000);
    }
}
