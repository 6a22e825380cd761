package io.modeenvoy.benchmarks.xds;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Counts the ACKs of endpoints that reach a server. */
final class Acks {
    private final AtomicLong count = new AtomicLong();
    private volatile long target = Long.MAX_VALUE;
    private volatile long reachedAt;
    private volatile @Nullable Thread waiting;

    void acked() {
        if (count.incrementAndGet() == target) {
            reachedAt = System.nanoTime();
            LockSupport.unpark(waiting);
        }
    }

    /** Runs the change and gives the nanoseconds until so many ACKs have come, or -1 after a minute. */
    long await(int expected, Runnable change) {
        waiting = Thread.currentThread();
        reachedAt = 0;
        target = count.get() + expected;
        long start = System.nanoTime();
        change.run();
        long deadline = start + TimeUnit.MINUTES.toNanos(1);
        while (expected > 0 && reachedAt == 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(100));
        }
        target = Long.MAX_VALUE;
        return expected == 0 ? 0 : reachedAt == 0 ? -1 : reachedAt - start;
    }
}
