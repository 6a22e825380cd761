package io.modeenvoy.service;

import java.time.Duration;

/** Waiting longer after each failure, with jitter so that a fleet does not come back at one moment. */
record Backoff(Duration first, Duration most) {
    /** 50 ms, 100 ms … 2 s. */
    static final Backoff DEFAULT = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));

    /**
     * The wait before the next attempt.
     *
     * @param failures failures in a row so far, from 1
     * @param jitter 0 to 1: the wait lies between half and the whole of the step
     */
    Duration delay(int failures, double jitter) {
        long step = Math.min(most.toMillis(), first.toMillis() << Math.min(failures - 1, 20));
        return Duration.ofMillis(Math.round(step * (0.5 + 0.5 * jitter)));
    }
}
