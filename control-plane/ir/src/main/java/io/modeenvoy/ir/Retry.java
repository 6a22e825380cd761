package io.modeenvoy.ir;

import java.util.Set;

/**
 * When an attempt is followed by another.
 *
 * @param attempts further attempts after the first
 */
public record Retry(int attempts, Set<Condition> on) {
    public Retry {
        Checks.check(attempts >= 0, "attempts: " + attempts + " (expected: >= 0)");
        on = Set.copyOf(on);
    }

    /** What makes an attempt a failed one. */
    public enum Condition {
        CONNECT_FAILURE,
        SERVER_ERROR,
        TOO_MANY_REQUESTS,
        RESET
    }
}
