package io.modeenvoy.ledger;

import java.util.List;

/** An amount of one budget, in the budget's unit. */
public record Amount(String budgetId, long amount) {
    public Amount {
        Checks.check(amount >= 0, budgetId + " amount: " + amount + " (expected: >= 0)");
    }

    /** The amounts that book {@code holds} in full. */
    public static List<Amount> ofHolds(List<Hold> holds) {
        return holds.stream()
                .map(hold -> new Amount(hold.budget().id(), hold.amount()))
                .toList();
    }
}
