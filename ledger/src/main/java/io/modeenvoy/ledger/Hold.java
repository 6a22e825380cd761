package io.modeenvoy.ledger;

import io.modeenvoy.policy.BudgetPolicy;

/**
 * Room asked for in one budget.
 *
 * @param amount upper bound of the use, in the budget's unit
 */
public record Hold(BudgetPolicy budget, long amount) {
    public Hold {
        Checks.check(amount >= 0, budget.id() + " amount: " + amount + " (expected: >= 0)");
    }
}
