package io.modeenvoy.xds.translator;

import java.time.Duration;

/**
 * What the operator decides once for the whole fleet.
 *
 * @param listenAddress address every listener binds to
 * @param systemRoots file on the proxies with the roots of public certificates, PEM
 */
public record XdsOptions(String listenAddress, String systemRoots, AccessLog accessLog, Limits limits) {
    /** All interfaces, Debian's roots, a log on standard output. */
    public static XdsOptions defaults() {
        return new XdsOptions("0.0.0.0", "/etc/ssl/certs/ca-certificates.crt", new AccessLog.Stdout(), Limits.DEFAULTS);
    }

    public XdsOptions withListenAddress(String address) {
        return new XdsOptions(address, systemRoots, accessLog, limits);
    }

    public XdsOptions withSystemRoots(String file) {
        return new XdsOptions(listenAddress, file, accessLog, limits);
    }

    public XdsOptions withAccessLog(AccessLog log) {
        return new XdsOptions(listenAddress, systemRoots, log, limits);
    }

    public XdsOptions withLimits(Limits newLimits) {
        return new XdsOptions(listenAddress, systemRoots, accessLog, newLimits);
    }

    /** Where proxies write their access log. */
    public sealed interface AccessLog {
        /** Envoy's standard output. */
        record Stdout() implements AccessLog {}

        /** A file on the proxy. */
        record File(String path) implements AccessLog {}

        /** Nowhere. */
        record None() implements AccessLog {}
    }

    /**
     * Limits where a route sets none; zero = none.
     *
     * @param requestRead from the first byte of a request to its last, the services' decision included
     * @param streamIdle without a byte in either direction
     * @param httpRequest the whole answer of an HTTP route's upstream
     * @param aiRequest the whole answer of a model
     * @param connect to an upstream
     * @param retryBufferBytes the largest request body to a model that can still be sent a second time
     */
    public record Limits(
            Duration requestRead,
            Duration streamIdle,
            Duration httpRequest,
            Duration aiRequest,
            Duration connect,
            int retryBufferBytes) {
        /** Long enough for slow models, short enough that nothing stays for ever. */
        public static final Limits DEFAULTS = new Limits(
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ZERO,
                Duration.ofMinutes(10),
                Duration.ofSeconds(5),
                64 << 20);
    }
}
