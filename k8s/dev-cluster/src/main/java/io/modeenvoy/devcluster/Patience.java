package io.modeenvoy.devcluster;

import java.io.IOException;
import java.time.Duration;

/** Waits for a server, as long as its processes live and not for ever. */
final class Patience {
    private static final Duration STEP = Duration.ofMillis(50);

    private final Check alive;
    private final long end;

    /** @param alive throws when waiting has no sense any more */
    Patience(Duration limit, Check alive) {
        this.alive = alive;
        this.end = System.nanoTime() + limit.toNanos();
    }

    /** Something that may be asked again. */
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Something that must not fail. */
    interface Check {
        void run() throws IOException;
    }

    void await(String what, Condition condition) throws IOException, InterruptedException {
        while (!condition.holds()) {
            alive.run();
            if (System.nanoTime() - end > 0) {
                throw new IOException("waited too long for " + what);
            }
            Thread.sleep(STEP);
        }
    }
}
