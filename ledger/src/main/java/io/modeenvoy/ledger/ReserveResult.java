package io.modeenvoy.ledger;

import java.time.Instant;
import java.util.List;

/** The ledger's answer to a reserve or extend. */
public sealed interface ReserveResult {
    /**
     * Room is held in every budget.
     *
     * @param states the budgets after the hold, in the order of the request
     */
    record Granted(List<BudgetState> states) implements ReserveResult {
        public Granted {
            states = List.copyOf(states);
        }
    }

    /**
     * Nothing is held.
     *
     * @param tightest the denying budget that has room last, without the hold
     * @param retryAt when enough room can be back; the window's end where the hold exceeds the whole budget
     */
    record Denied(BudgetState tightest, Instant retryAt) implements ReserveResult {}

    /**
     * Nothing is held: records of the budget's window were lost, so nobody can tell what is left of it, until an operator accepts the loss.
     *
     * @param budget what is still known of it
     * @param opensAt when the window that was hit is over
     */
    record Closed(BudgetState budget, Instant opensAt) implements ReserveResult {}
}
