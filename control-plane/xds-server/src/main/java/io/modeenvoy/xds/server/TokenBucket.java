package io.modeenvoy.xds.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Lets so many through per second, a second's worth at once. */
final class TokenBucket {
    private final int perSecond;
    private final InstantSource clock;

    @GuardedBy("this")
    private double tokens;

    @GuardedBy("this")
    private Instant filled;

    TokenBucket(int perSecond, InstantSource clock) {
        this.perSecond = perSecond;
        this.clock = clock;
        this.tokens = perSecond;
        this.filled = clock.instant();
    }

    synchronized boolean take() {
        Instant now = clock.instant();
        double seconds = Math.max(0, Duration.between(filled, now).toNanos() / 1e9);
        tokens = Math.min(perSecond, tokens + seconds * perSecond);
        filled = now;
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }
}
