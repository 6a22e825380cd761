package io.modeenvoy.proc;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long an exchange may wait. Set and cleared in its turns, read by the sweep. */
final class Alarm {
    private final Deadlines deadlines;
    private final Exchange exchange;
    private volatile @Nullable Instant due;

    Alarm(Deadlines deadlines, Exchange exchange) {
        this.deadlines = deadlines;
        this.exchange = exchange;
    }

    void set(Instant at) {
        due = at;
        deadlines.watch(exchange);
    }

    void clear() {
        if (due != null) {
            due = null;
            deadlines.release(exchange);
        }
    }

    boolean isDue(Instant now) {
        Instant at = due;
        return at != null && now.isAfter(at);
    }
}
