package io.modeenvoy.app;

import io.modeenvoy.xds.server.AckBoard;
import io.modeenvoy.xds.server.Programmed;
import io.modeenvoy.xds.server.ResourceKey;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until the proxies have the routes that the services are about to choose; a short time at most, as a proxy may be slow or refuse. Called on
 * the translator thread.
 */
final class ProxiesFirst {
    /** Short enough that a revoked key is refused within a second all the same. */
    private static final Duration PATIENCE = Duration.ofMillis(400);

    private static final Duration PAUSE = Duration.ofMillis(1);

    private final AckBoard acks;

    ProxiesFirst(AckBoard acks) {
        this.acks = acks;
    }

    /** Returns when every connected proxy of the group has taken or refused these versions. */
    void await(String group, Map<ResourceKey, String> versions) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!versions.entrySet().stream().allMatch(wanted -> decided(group, wanted))
                && System.nanoTime() < end
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private boolean decided(String group, Map.Entry<ResourceKey, String> wanted) {
        Programmed programmed = acks.programmed(group, wanted.getKey(), wanted.getValue());
        return programmed.acked() + programmed.rejected() >= programmed.nodes();
    }
}
