package io.modeenvoy.k8s;

import java.time.Duration;

/** Lets so many through at once, and then one after each pause. Owned by one thread; time comes in nanoseconds. */
final class TokenBucket {
    private final long perToken;
    private final long span;
    private long fullAt; // when the bucket would be full again; in the past = it is

    TokenBucket(Duration pause, int burst, long now) {
        this.perToken = pause.toNanos();
        this.span = perToken * burst;
        this.fullAt = now;
    }

    /** Takes a token; gives how long the taker has to wait for it. */
    Duration take(long now) {
        fullAt = Math.max(fullAt - now, 0) + now + perToken;
        return Duration.ofNanos(Math.max(0, fullAt - now - span));
    }

    /** Whether so many could be taken without waiting. */
    boolean has(int tokens, long now) {
        return Math.max(fullAt - now, 0) + tokens * perToken <= span;
    }
}
