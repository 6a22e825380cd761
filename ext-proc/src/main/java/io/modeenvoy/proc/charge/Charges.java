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
import java.util.ArrayList;
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

    /** What was used at {@code target}. A call that was let through is one request. */
    public static List<Amount> amounts(List<BudgetPolicy> budgets, Tokens tokens, Target target) {
        return budgets.stream()
                .map(budget -> new Amount(budget.id(), amount(budget, tokens, target)))
                .toList();
    }

    private static long amount(BudgetPolicy budget, Tokens tokens, Target target) {
        if (budget.unit() != BudgetUnit.MONEY) {
            return Bounds.amount(budget.unit(), tokens);
        }
        Prices prices = target.prices(budget.currency());
        return prices == null ? 0 : Cost.of(tokens, prices);
    }

    /**
     * With the input of attempts that were sent and got no answer: somebody may have read it, and billed it. It is an assumption, so a strict budget, whose
     * holds are bounds, takes of it what fits into the hold.
     */
    public static List<Amount> withLost(List<Amount> amounts, List<Hold> holds, List<Bounds> lost) {
        List<Amount> all = new ArrayList<>(amounts);
        for (int i = 0; i < all.size() && !lost.isEmpty(); i++) {
            BudgetPolicy budget = holds.get(i).budget();
            long sum = all.get(i).amount();
            for (Bounds attempt : lost) {
                sum = Math.max(sum, sum + input(budget, attempt));
            }
            long most = budget.mode() == BudgetMode.STRICT ? holds.get(i).amount() : Long.MAX_VALUE;
            all.set(i, new Amount(budget.id(), Math.max(all.get(i).amount(), Math.min(sum, most))));
        }
        return List.copyOf(all);
    }

    private static long input(BudgetPolicy budget, Bounds attempt) {
        return budget.unit() == BudgetUnit.REQUESTS
                ? 0
                : amount(budget, new Tokens(attempt.countedInput(), 0, 0, 0), attempt.target());
    }

    /** Gives everything back, the request too. */
    public static List<Amount> nothing(List<BudgetPolicy> budgets) {
        return budgets.stream().map(budget -> new Amount(budget.id(), 0)).toList();
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
