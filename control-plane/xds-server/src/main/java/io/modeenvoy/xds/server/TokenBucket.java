package io.modeenvoy.xds.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Lets so many through per second, and some at once. */
final class TokenBucket {
    private final int perSecond;
    private final int burst;
    private final InstantSource clock;

    @GuardedBy("this")
    private double tokens;

    @GuardedBy("this")
    private Instant filled;

    TokenBucket(int perSecond, int burst, InstantSource clock) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.clock = clock;
        this.tokens = burst;
        this.filled = clock.instant();
    }

    synchronized boolean take() {
        Instant now = clock.instant();
        double seconds = Math.max(0, Duration.between(filled, now).toNanos() / 1e9);
        tokens = Math.min(burst, tokens + seconds * perSecond);
        filled = now;
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }
}
