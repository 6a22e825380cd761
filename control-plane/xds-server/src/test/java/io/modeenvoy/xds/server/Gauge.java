package io.modeenvoy.xds.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The gauge of open streams, to wait on. */
final class Gauge implements XdsMetrics {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private int open; // guarded by this

    @Override
    public synchronized void streams(int now) {
        open = now;
        notifyAll();
    }

    /** Returns when no stream is open. */
    synchronized void awaitNone() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (open > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("streams: " + open + " open after " + PATIENCE + " (expected: none)");
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted while waiting for streams to end", e);
            }
        }
    }
}
