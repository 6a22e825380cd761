package io.modeenvoy.e2e;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something that happens in another process. */
final class Eventually {
    private Eventually() {}

    /** Polls until it holds and gives the time it took; fails after {@code patience}. */
    static Duration holds(String what, Duration patience, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new AssertionError(what + ": not within " + patience);
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
