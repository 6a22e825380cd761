package io.modeenvoy.k8s;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Growing pauses between attempts, each a random part off so that replicas do not come in step. Owned by one thread. */
final class Backoff {
    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private int failures;

    Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /** The next pause. */
    Duration next() {
        Duration pause = after(failures, first, longest);
        failures++;
        return pause.minusMillis((long) (pause.toMillis() * 0.25 * random.nextDouble()));
    }

    void succeeded() {
        failures = 0;
    }

    static Duration after(int failures, Duration first, Duration longest) {
        long factor = 1L << Math.min(failures, 20);
        Duration pause = first.multipliedBy(factor);
        return pause.compareTo(longest) > 0 ? longest : pause;
    }
}
