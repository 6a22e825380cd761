package io.modeenvoy.proc;

import io.modeenvoy.ledger.Amount;
import java.util.List;
import java.util.stream.Collectors;

/** What one call used, on its way to the ledger. */
record Settlement(String id, List<Amount> amounts) {
    Settlement {
        amounts = List.copyOf(amounts);
    }

    /** Whether nothing was used: what is held is given back. */
    boolean givesBack() {
        return amounts.stream().allMatch(amount -> amount.amount() == 0);
    }

    /** {@code demo/daily/total-tokens/day=13,…}: enough to book it by hand. */
    String numbers() {
        return amounts.stream()
                .map(amount -> amount.budgetId() + "=" + amount.amount())
                .collect(Collectors.joining(","));
    }
}
