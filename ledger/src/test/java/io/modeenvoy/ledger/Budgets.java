package io.modeenvoy.ledger;

import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetTarget;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.BudgetWindow;
import io.modeenvoy.policy.NamespacedName;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Budgets, requests and answers as tests write them. */
final class Budgets {
    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    static final Duration TTL = Duration.ofSeconds(30);

    private Budgets() {}

    static BudgetPolicy daily(String id, long amount) {
        return budget(id, amount, calendar(BudgetWindow.Span.DAY), BudgetMode.STRICT);
    }

    static BudgetPolicy sliding(String id, long amount, Duration length) {
        return budget(id, amount, new BudgetWindow.Sliding(length), BudgetMode.STRICT);
    }

    static BudgetWindow calendar(BudgetWindow.Span span) {
        return new BudgetWindow.Calendar(span, BERLIN);
    }

    static BudgetPolicy budget(String id, long amount, BudgetWindow window, BudgetMode mode) {
        return new BudgetPolicy(
                id,
                new NamespacedName("payments", id),
                new BudgetTarget(BudgetTarget.Kind.TENANT, new NamespacedName("", "acme")),
                BudgetUnit.TOTAL_TOKENS,
                amount,
                "",
                window,
                mode);
    }

    static ReserveRequest request(String id, Hold... holds) {
        return new ReserveRequest(id, List.of(holds), TTL);
    }

    static ReserveRequest request(String id, BudgetPolicy budget, long amount) {
        return request(id, new Hold(budget, amount));
    }

    /** Amounts from pairs of budget id and number. */
    static List<Amount> amounts(Object... pairs) {
        List<Amount> amounts = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            amounts.add(new Amount((String) pairs[i], ((Number) pairs[i + 1]).longValue()));
        }
        return amounts;
    }

    /** The value of a stage that is complete. */
    static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    static BudgetState state(Ledger ledger, String id) {
        return now(ledger.states()).stream()
                .filter(state -> state.budget().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    static String counts(Ledger ledger, String id) {
        BudgetState state = state(ledger, id);
        return state.settled() + "+" + state.reserved();
    }
}
