package io.modeenvoy.xds.server;

import java.time.Duration;

/** What the server counts. The caller decides where it goes. */
public interface XdsMetrics {
    /** A stream began or ended; {@code open} is how many there are now. */
    default void streams(int open) {}

    /** A stream was refused or ended by a limit; {@code reason} is a stable word. */
    default void refused(String reason) {}

    /** A request came. */
    default void request(String typeUrl) {}

    /** A response left with so many bytes. */
    default void response(String typeUrl, int bytes) {}

    /** A response was applied so long after it had left. */
    default void acked(String typeUrl, Duration after) {}

    /** A change was applied so long after it had been published to a client that was connected then. */
    default void converged(String typeUrl, Duration after) {}

    /** A response was rejected. */
    default void nacked(String typeUrl) {}

    /** A change went out although what it depends on was not acknowledged in time. */
    default void forced(String typeUrl) {}

    /** A client claims a group that does not exist. */
    default void unmatched() {}

    /** Counts nothing. */
    static XdsMetrics none() {
        return new XdsMetrics() {};
    }
}
