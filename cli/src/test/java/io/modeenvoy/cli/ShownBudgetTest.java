package io.modeenvoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.ledger.BudgetState;
import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetTarget;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.BudgetWindow;
import io.modeenvoy.policy.NamespacedName;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Budgets as people have written them. */
final class ShownBudgetTest {
    private static final NamespacedName NAME = NamespacedName.parse("demo/app-tokens");

    @Test
    void speaksTheWordsOfTheObject() {
        Map<String, Object> json = shown(
                BudgetUnit.TOTAL_TOKENS, "", 500_000, new BudgetWindow.Calendar(BudgetWindow.Span.DAY, ZoneOffset.UTC));

        assertThat(json)
                .containsEntry("namespace", "demo")
                .containsEntry("name", "app-tokens")
                .containsEntry("target", Map.of("kind", "Consumer", "name", "app"))
                .containsEntry("unit", "TotalTokens")
                .containsEntry("mode", "Strict")
                .containsEntry("window", Map.of("calendar", "Day"))
                .containsEntry("amount", "500000")
                .containsEntry("limit", 500_000L)
                .containsEntry("settled", 7L)
                .doesNotContainKey("currency");
    }

    @Test
    void countsMoneyInBillionths() {
        Map<String, Object> json =
                shown(BudgetUnit.MONEY, "USD", 25_500_000_000L, new BudgetWindow.Sliding(Duration.ofHours(1)));

        assertThat(json)
                .containsEntry("currency", "USD")
                .containsEntry("amount", "25.5")
                .containsEntry("limit", 25_500_000_000L)
                .containsEntry("settled", 7L)
                .containsEntry("window", Map.of("sliding", "1h"));
    }

    private static Map<String, Object> shown(BudgetUnit unit, String currency, long amount, BudgetWindow window) {
        BudgetPolicy budget = new BudgetPolicy(
                "demo/app-tokens/unit/window",
                NAME,
                new BudgetTarget(BudgetTarget.Kind.CONSUMER, NamespacedName.parse("demo/app")),
                unit,
                amount,
                currency,
                window,
                BudgetMode.STRICT);
        return ShownBudget.of(new BudgetState(budget, 7, 0, Instant.EPOCH, Instant.EPOCH.plusSeconds(60)))
                .json();
    }
}
