package io.modeenvoy.ledger;

import io.modeenvoy.policy.BudgetWindow;
import java.util.stream.LongStream;

/**
 * What counts against one budget now, booked and held, by slots of time. A slot that is no longer live counts no more, with its
 * booked and its held part. Guarded by the lock of its {@link Account}. Times are milliseconds since the epoch.
 */
sealed interface Counter permits CalendarCounter, SlidingCounter {
    static Counter of(BudgetWindow window, long now) {
        return switch (window) {
            case BudgetWindow.Calendar calendar -> new CalendarCounter(calendar, now);
            case BudgetWindow.Sliding(var length) -> new SlidingCounter(length.toMillis(), now);
        };
    }

    /** Moves on to {@code now}; time never goes back. */
    void advance(long now);

    /** The slot of the last time seen, in which use counts that is made now. */
    long slot();

    /** Moves on at least to a slot. */
    void reach(long slot);

    /** A time in the current slot. */
    long slotTime();

    /** The live slots, oldest first. */
    LongStream slots();

    boolean isLive(long slot);

    /** Adds to the held part of a live slot, or takes from it; else without effect. */
    void hold(long slot, long change);

    /** Adds to the booked part of a live slot; else without effect. */
    void book(long slot, long amount);

    long settled();

    /** The booked part of one live slot. */
    long settled(long slot);

    long reserved();

    long start();

    /** By when all that counts now no longer counts. */
    long end();

    /** When {@code surplus}, at least 1, of what counts now will no longer count, or {@link #end()} if so much never counts. */
    long freeAt(long surplus);

    /** Adds where both are not negative, up to the greatest long. */
    static long plus(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
