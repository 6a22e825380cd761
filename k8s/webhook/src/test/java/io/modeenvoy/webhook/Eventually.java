package io.modeenvoy.webhook;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something that happens elsewhere. */
final class Eventually {
    private Eventually() {}

    /** Polls until it holds; fails after {@code patience}. */
    static void holds(String what, Duration patience, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new AssertionError(what + ": not within " + patience);
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
