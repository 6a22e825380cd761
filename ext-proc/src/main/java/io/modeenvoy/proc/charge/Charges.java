package io.modeenvoy.proc.charge;

import io.modeenvoy.ledger.Amount;
import io.modeenvoy.ledger.Hold;
import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.ProviderPolicy.Prices;
import io.modeenvoy.proc.openai.ApiError;
import io.modeenvoy.proc.rule.Target;
import io.modeenvoy.proc.usage.Tokens;
import io.modeenvoy.proc.usage.Usage;
import java.util.List;
import java.util.Optional;

/** What a call holds in its budgets before, and books after. */
public final class Charges {
    private Charges() {}

    /** What must be held: of several backends that may serve the call, the most of any. Strict budgets hold the upper bound, others what is to be expected. */
    public static List<Hold> holds(List<BudgetPolicy> budgets, List<Bounds> backends) {
        return budgets.stream()
                .map(budget -> new Hold(
                        budget,
                        backends.stream()
                                .mapToLong(bounds -> hold(budget, bounds))
                                .max()
                                .orElse(0)))
                .toList();
    }

    private static long hold(BudgetPolicy budget, Bounds bounds) {
        Tokens tokens = budget.mode() == BudgetMode.STRICT ? bounds.upper() : bounds.expected();
        if (budget.unit() != BudgetUnit.MONEY) {
            return Bounds.amount(budget.unit(), tokens);
        }
        Prices prices = bounds.target().prices(budget.currency());
        return prices == null ? 0 : Cost.most(tokens, prices);
    }

    /**
     * What a call is charged that was served at {@code target}. Where more may have been used than is known, a strict budget takes what it held, since its
     * promise is an upper bound; others take what is known.
     *
     * <p>That is the rule for unknown use too. An answer that says nothing of its usage, or that nobody can read, is no less unknown because it came to its end: what a
     * model thought before its first visible word is billed and not shown, so only the hold is sure to be enough. A budget that is not strict promises no bound and is
     * charged what is likely: the request's size as input, and as output what was relayed, or, where the coding hides that, half of what was to be expected
     * ({@link Bounds#assumedOutput()}); so neither all that it held nor the size of what was compressed.
     *
     * @param lost attempts that were sent and got no answer. All they may have used counts in a strict budget, as far as the hold goes; in others their input
     */
    public static List<Charge> charges(List<Hold> holds, Usage usage, Target target, List<Bounds> lost) {
        return holds.stream().map(hold -> charge(hold, usage, target, lost)).toList();
    }

    /** Whether a strict budget counts output, so that an answer must not outgrow what was held for it. */
    public static boolean strictOnOutput(List<Hold> holds) {
        return holds.stream()
                .map(Hold::budget)
                .anyMatch(budget -> budget.mode() == BudgetMode.STRICT && Bounds.countsOutput(budget.unit()));
    }

    private static Charge charge(Hold hold, Usage usage, Target target, List<Bounds> lost) {
        BudgetPolicy budget = hold.budget();
        boolean strict = budget.mode() == BudgetMode.STRICT;
        long known = amount(budget, usage.tokens(), target);
        long possible = strict && !usage.whole() ? Math.max(known, hold.amount()) : known;
        for (Bounds attempt : lost) {
            possible = Math.max(possible, possible + lost(budget, attempt));
        }
        long charged = strict ? Math.max(known, Math.min(possible, hold.amount())) : possible;
        return new Charge(budget, charged, basis(usage, strict, charged > known));
    }

    private static Charge.Basis basis(Usage usage, boolean strict, boolean more) {
        if (more) {
            return strict ? Charge.Basis.HELD : Charge.Basis.COUNTED;
        }
        return usage.source() == Usage.Source.PROVIDER ? Charge.Basis.REPORTED : Charge.Basis.COUNTED;
    }

    private static long lost(BudgetPolicy budget, Bounds attempt) {
        if (budget.unit() == BudgetUnit.REQUESTS) {
            return 0;
        }
        return budget.mode() == BudgetMode.STRICT
                ? hold(budget, attempt)
                : amount(budget, new Tokens(attempt.countedInput(), 0, 0, 0), attempt.target());
    }

    /** What {@code tokens} are in the unit of {@code budget}. A call that was let through is one request. */
    private static long amount(BudgetPolicy budget, Tokens tokens, Target target) {
        if (budget.unit() != BudgetUnit.MONEY) {
            return Bounds.amount(budget.unit(), tokens);
        }
        Prices prices = target.prices(budget.currency());
        return prices == null ? 0 : Cost.of(tokens, prices);
    }

    /** Gives everything back, the request too. */
    public static List<Amount> nothing(List<BudgetPolicy> budgets) {
        return budgets.stream().map(budget -> new Amount(budget.id(), 0)).toList();
    }

    /** Takes all that was held. */
    public static List<Amount> held(List<Hold> holds) {
        return holds.stream()
                .map(hold -> new Amount(hold.budget().id(), hold.amount()))
                .toList();
    }

    /** A strict budget of money cannot hold for a model without a price. */
    public static Optional<ApiError> unpriced(List<BudgetPolicy> budgets, List<Target> targets) {
        for (BudgetPolicy budget : budgets) {
            boolean counts = budget.unit() == BudgetUnit.MONEY && budget.mode() == BudgetMode.STRICT;
            for (Target target : counts ? targets : List.<Target>of()) {
                if (target.prices(budget.currency()) == null) {
                    return Optional.of(ApiError.denied(403, "price_unknown", message(budget, target)));
                }
            }
        }
        return Optional.empty();
    }

    private static String message(BudgetPolicy budget, Target target) {
        return "The strict budget %s counts %s, but the model %s of %s has no price in it (expected: prices of that currency at the ModelProvider)."
                .formatted(
                        budget.budget(),
                        budget.currency(),
                        target.modelName(),
                        target.provider().name());
    }
}
