package io.modeenvoy.ledger;

/** Invariants of values: a broken one is our bug, so it is an exception. */
final class Checks {
    private Checks() {}

    static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
