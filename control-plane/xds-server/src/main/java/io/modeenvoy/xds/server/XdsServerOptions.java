package io.modeenvoy.xds.server;

import java.time.Duration;

/**
 * Limits of the server.
 *
 * @param maxStreams open streams; more are refused with RESOURCE_EXHAUSTED
 * @param connectsPerSecond new streams per second, a second's worth at once; more are refused with RESOURCE_EXHAUSTED
 * @param maxMessageBytes size of one request; larger ones are refused with RESOURCE_EXHAUSTED
 * @param keepAlive idle time after which a connection is pinged
 * @param maxStreamAge age at which a stream is closed so that clients spread over replicas again; up to a fifth is added by chance
 * @param grace how long clusters, endpoints and secrets outlive the last route to them
 * @param ackPatience how long a change waits for the ACK of what it depends on; longer than the 15 s after which an Envoy takes a
 *     cluster without endpoints for warm, else a route goes out to a cluster that is not
 * @param threads that run the streams
 * @param perStream what one stream may ask for
 */
public record XdsServerOptions(
        int maxStreams,
        int connectsPerSecond,
        int maxMessageBytes,
        Duration keepAlive,
        Duration maxStreamAge,
        Duration grace,
        Duration ackPatience,
        int threads,
        StreamLimits perStream) {
    public XdsServerOptions {
        if (maxStreams < 1 || connectsPerSecond < 1 || maxMessageBytes < 1 || threads < 1) {
            throw new IllegalArgumentException("maxStreams " + maxStreams + ", connectsPerSecond " + connectsPerSecond
                    + ", maxMessageBytes " + maxMessageBytes + ", threads " + threads + " (expected: at least 1)");
        }
        if (grace.isNegative() || !ackPatience.isPositive() || !keepAlive.isPositive() || !maxStreamAge.isPositive()) {
            throw new IllegalArgumentException("grace " + grace + ", ackPatience " + ackPatience + ", keepAlive "
                    + keepAlive + ", maxStreamAge " + maxStreamAge + " (expected: positive)");
        }
    }

    /** 20,000 streams, 64 MiB requests, 30 s keepalive, streams of at most 12 hours, 5 s grace, 20 s patience. */
    public static XdsServerOptions defaults() {
        return new XdsServerOptions(
                20_000,
                10_000,
                64 << 20,
                Duration.ofSeconds(30),
                Duration.ofHours(12),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                StreamLimits.defaults());
    }

    /** What the transport must let through, so that a request beyond the limit gets an answer: a transport only cuts the stream off. */
    public int transportBytes() {
        return (int) Math.min(Integer.MAX_VALUE, 2L * maxMessageBytes);
    }

    public XdsServerOptions withMaxStreams(int streams) {
        return new XdsServerOptions(
                streams,
                connectsPerSecond,
                maxMessageBytes,
                keepAlive,
                maxStreamAge,
                grace,
                ackPatience,
                threads,
                perStream);
    }

    public XdsServerOptions withConnectsPerSecond(int connects) {
        return new XdsServerOptions(
                maxStreams, connects, maxMessageBytes, keepAlive, maxStreamAge, grace, ackPatience, threads, perStream);
    }

    public XdsServerOptions withMaxStreamAge(Duration age) {
        return new XdsServerOptions(
                maxStreams, connectsPerSecond, maxMessageBytes, keepAlive, age, grace, ackPatience, threads, perStream);
    }

    public XdsServerOptions withGrace(Duration duration) {
        return new XdsServerOptions(
                maxStreams,
                connectsPerSecond,
                maxMessageBytes,
                keepAlive,
                maxStreamAge,
                duration,
                ackPatience,
                threads,
                perStream);
    }

    public XdsServerOptions withAckPatience(Duration patience) {
        return new XdsServerOptions(
                maxStreams,
                connectsPerSecond,
                maxMessageBytes,
                keepAlive,
                maxStreamAge,
                grace,
                patience,
                threads,
                perStream);
    }

    public XdsServerOptions withMaxMessageBytes(int bytes) {
        return new XdsServerOptions(
                maxStreams, connectsPerSecond, bytes, keepAlive, maxStreamAge, grace, ackPatience, threads, perStream);
    }

    public XdsServerOptions withKeepAlive(Duration idle) {
        return new XdsServerOptions(
                maxStreams,
                connectsPerSecond,
                maxMessageBytes,
                idle,
                maxStreamAge,
                grace,
                ackPatience,
                threads,
                perStream);
    }

    public XdsServerOptions withPerStream(StreamLimits limits) {
        return new XdsServerOptions(
                maxStreams,
                connectsPerSecond,
                maxMessageBytes,
                keepAlive,
                maxStreamAge,
                grace,
                ackPatience,
                threads,
                limits);
    }
}
