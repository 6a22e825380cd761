package io.modeenvoy.ledger;

import io.modeenvoy.policy.BudgetPolicy;
import java.time.Instant;

/**
 * One budget in its current window.
 *
 * @param settled booked use
 * @param reserved held by open reservations
 * @param windowStart since when use is counted
 * @param windowEnd by when all that is counted now no longer counts
 */
public record BudgetState(BudgetPolicy budget, long settled, long reserved, Instant windowStart, Instant windowEnd) {
    /** What can still be held, never negative. */
    public long remaining() {
        long free = budget.amount() - settled;
        return free <= reserved ? 0 : free - reserved;
    }
}
