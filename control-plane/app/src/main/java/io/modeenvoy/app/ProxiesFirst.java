package io.modeenvoy.app;

import io.modeenvoy.xds.server.AckBoard;
import io.modeenvoy.xds.server.Programmed;
import io.modeenvoy.xds.server.ResourceKey;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Waits until the proxies have the routes that the services are about to choose; a short time at most, as a proxy may be slow or refuse. Called on
 * the translator thread.
 */
final class ProxiesFirst {
    /** Short enough that a revoked key is refused within a second all the same. */
    private static final Duration PATIENCE = Duration.ofMillis(400);

    private static final Duration PAUSE = Duration.ofMillis(1);

    private final AckBoard acks;
    private final LongSupplier nanoTime;

    ProxiesFirst(AckBoard acks) {
        this(acks, System::nanoTime);
    }

    ProxiesFirst(AckBoard acks, LongSupplier nanoTime) {
        this.acks = acks;
        this.nanoTime = nanoTime;
    }

    /** Returns when every connected proxy has taken or refused the versions of its group; the patience is for all groups together. */
    void await(Map<String, Map<ResourceKey, String>> versionsByGroup) {
        long begin = nanoTime.getAsLong();
        while (!allDecided(versionsByGroup)
                && nanoTime.getAsLong() - begin < PATIENCE.toNanos()
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private boolean allDecided(Map<String, Map<ResourceKey, String>> versionsByGroup) {
        return versionsByGroup.entrySet().stream()
                .allMatch(group ->
                        group.getValue().entrySet().stream().allMatch(wanted -> decided(group.getKey(), wanted)));
    }

    private boolean decided(String group, Map.Entry<ResourceKey, String> wanted) {
        Programmed programmed = acks.programmed(group, wanted.getKey(), wanted.getValue());
        return programmed.acked() + programmed.rejected() >= programmed.nodes();
    }
}
