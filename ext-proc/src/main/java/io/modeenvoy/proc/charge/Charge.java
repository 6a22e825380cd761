package io.modeenvoy.proc.charge;

import io.modeenvoy.ledger.Amount;
import io.modeenvoy.policy.BudgetPolicy;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a call costs one budget in the end, and what that is taken from. */
public record Charge(BudgetPolicy budget, long amount, Basis basis) {
    /** What an amount is taken from. */
    public enum Basis {
        /** What the provider says was used. */
        REPORTED,
        /** What was sent and relayed. */
        COUNTED,
        /** What was held, since so much may have been used. */
        HELD
    }

    /** What the ledger books. */
    public static List<Amount> amounts(List<Charge> charges) {
        return charges.stream()
                .map(charge -> new Amount(charge.budget().id(), charge.amount()))
                .toList();
    }

    /** {@code demo/daily/total-tokens/day=4108 held, demo/soft/total-tokens/day=13 counted}. */
    public static String inWords(List<Charge> charges) {
        return charges.stream()
                .map(charge -> charge.budget().id() + "=" + charge.amount() + " "
                        + charge.basis().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
