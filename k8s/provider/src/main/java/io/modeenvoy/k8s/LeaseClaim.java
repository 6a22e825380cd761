package io.modeenvoy.k8s;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether a replica may take the lease. Goes by when it saw the lease change last, on its own clock: the times written in the lease are those of other
 * machines. Owned by one thread.
 */
final class LeaseClaim {
    private @Nullable Seen seen;

    /** A lease as it stood when it was last seen to change; {@code at} in nanoseconds of our own clock. */
    private record Seen(String holder, String version, long at) {}

    /**
     * Whether {@code me} may write itself into the lease now.
     *
     * @param holder who has it; empty = nobody
     * @param version of the Lease object
     * @param duration for which its holder may be silent
     */
    boolean mayTake(String me, String holder, String version, Duration duration, long now) {
        Seen last = seen;
        if (last == null || !last.version.equals(version)) {
            last = new Seen(holder, version, now);
            seen = last;
        }
        return holder.isEmpty() || holder.equals(me) || now - last.at > duration.toNanos();
    }
}
