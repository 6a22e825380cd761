package io.modeenvoy.proc.charge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.modeenvoy.ledger.Amount;
import io.modeenvoy.ledger.Hold;
import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetTarget;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.BudgetWindow;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.ProviderPolicy;
import io.modeenvoy.proc.openai.Endpoint;
import io.modeenvoy.proc.request.OutputLimit;
import io.modeenvoy.proc.request.RequestScan;
import io.modeenvoy.proc.request.ScanResult;
import io.modeenvoy.proc.rule.Target;
import io.modeenvoy.proc.usage.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bounds, holds and amounts. */
final class ChargesTest {
    private static final NamespacedName NAME = new NamespacedName("a", "p");
    private static final ProviderPolicy.Prices PRICES =
            new ProviderPolicy.Prices("USD", 3_000_000, 1_000_000, 7_000_000);

    private static Target target(String name, long window, long output, ProviderPolicy.@Nullable Prices prices) {
        ProviderPolicy.Model model = new ProviderPolicy.Model(name, window, output, prices);
        ProviderPolicy provider = new ProviderPolicy(NAME, ProviderPolicy.Schema.OPENAI, "p", "", null, List.of(model));
        return new Target(new AiRoutePolicy.Backend(name, NAME, null, 1, 0), provider, name, model);
    }

    private static BudgetPolicy budget(BudgetUnit unit, BudgetMode mode) {
        BudgetTarget target = new BudgetTarget(BudgetTarget.Kind.TENANT, new NamespacedName("", "t"));
        BudgetWindow window = new BudgetWindow.Sliding(Duration.ofHours(1));
        return new BudgetPolicy(unit + "/" + mode, NAME, target, unit, 10, "USD", window, mode);
    }

    private static CallSize size(Endpoint endpoint, String body, long bytes) {
        return switch (RequestScan.scan(ByteString.copyFromUtf8(body))) {
            case ScanResult.Scanned(RequestScan scan) -> new CallSize(endpoint, scan, bytes, 4_096);
            case ScanResult.Refused refused -> throw new AssertionError(refused);
        };
    }

    private static Bounds bounds(Endpoint endpoint, String body, long bytes, Target target) {
        return Bounds.of(
                size(endpoint, body, bytes), target, List.of(budget(BudgetUnit.TOTAL_TOKENS, BudgetMode.STRICT)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // body, context window, most output, bound of input, bound of output
                "{\"model\":\"m\"}|0|0|1000|4096",
                "{\"model\":\"m\"}|300|0|300|4096",
                "{\"model\":\"m\"}|0|500|1000|500",
                "{\"model\":\"m\",\"max_tokens\":9}|0|500|1000|9",
                "{\"model\":\"m\",\"max_tokens\":900}|0|500|1000|500",
                "{\"model\":\"m\",\"max_tokens\":900,\"n\":3}|0|0|1000|2700",
                "{\"model\":\"m\",\"max_tokens\":9,\"max_completion_tokens\":12}|0|0|1000|12",
                "{\"model\":\"m\",\"max_output_tokens\":9}|0|0|1000|4096", // not a field of chat
                "{\"model\":\"m\",\"n\":9223372036854775807}|0|0|1000|9223372036854775807",
                "{\"model\":\"m\",\"a\":{\"image_url\":1}}|0|0|128000|4096",
                "{\"model\":\"m\",\"a\":{\"image_url\":1}}|200000|0|200000|4096"
            })
    void boundsWhatAModelCanUse(String body, long window, long most, long input, long output) {
        Tokens upper = bounds(Endpoint.CHAT, body, 1_000, target("m", window, most, null))
                .upper();

        assertThat(upper).isEqualTo(new Tokens(input, 0, output, 0));
        assertThat(upper.total()).isPositive();
    }

    @Test
    void embeddingsMakeNoOutput() {
        Bounds bounds = bounds(Endpoint.EMBEDDINGS, "{\"model\":\"m\",\"max_tokens\":7}", 10, target("m", 0, 0, null));

        assertThat(bounds.upper()).isEqualTo(new Tokens(10, 0, 0, 0));
        assertThat(bounds.patch().limits()).isEmpty();
    }

    @Test
    void setsALimitOnlyWhereABudgetCountsOutput() {
        CallSize size = size(Endpoint.RESPONSES, "{\"model\":\"m\",\"stream\":true}", 10);
        Target target = target("m", 0, 77, null);

        assertThat(Bounds.of(size, target, List.of()).patch().limits()).isEmpty();
        assertThat(Bounds.of(size, target, List.of(budget(BudgetUnit.MONEY, BudgetMode.SHADOW)))
                        .patch()
                        .limits())
                .isEmpty();
        assertThat(Bounds.of(size, target, List.of(budget(BudgetUnit.INPUT_TOKENS, BudgetMode.STRICT)))
                        .patch()
                        .limits())
                .isEmpty();
        assertThat(Bounds.of(size, target, List.of(budget(BudgetUnit.MONEY, BudgetMode.ELASTIC)))
                        .patch())
                .satisfies(patch -> {
                    assertThat(patch.limits()).isEqualTo(Map.of(OutputLimit.MAX_OUTPUT_TOKENS, 77L));
                    assertThat(patch.includeUsage()).isFalse(); // the responses API reports it unasked
                });
    }

    @Test
    void strictBudgetsHoldTheBoundOthersWhatIsToBeExpected() {
        Bounds bounds = bounds(Endpoint.CHAT, "{\"model\":\"m\"}", 1_001, target("m", 0, 0, PRICES));
        List<BudgetPolicy> budgets = List.of(
                budget(BudgetUnit.REQUESTS, BudgetMode.STRICT),
                budget(BudgetUnit.INPUT_TOKENS, BudgetMode.STRICT),
                budget(BudgetUnit.INPUT_TOKENS, BudgetMode.ELASTIC),
                budget(BudgetUnit.OUTPUT_TOKENS, BudgetMode.SHADOW),
                budget(BudgetUnit.MONEY, BudgetMode.STRICT));

        assertThat(Charges.holds(budgets, List.of(bounds)))
                .extracting(Hold::amount)
                .containsExactly(1L, 1_001L, 251L, 1_024L, 1_001 * 3L + 4_096 * 7);
    }

    @Test
    void ofSeveralBackendsTheMostIsHeld() {
        Bounds small = bounds(Endpoint.CHAT, "{\"model\":\"m\"}", 10, target("m", 0, 5, null));
        Bounds large = bounds(Endpoint.CHAT, "{\"model\":\"m\"}", 10, target("n", 0, 50, null));

        assertThat(Charges.holds(List.of(budget(BudgetUnit.OUTPUT_TOKENS, BudgetMode.STRICT)), List.of(small, large)))
                .extracting(Hold::amount)
                .containsExactly(50L);
    }

    @Test
    void booksWhatWasUsedWithCachedInputAtItsPrice() {
        List<BudgetPolicy> budgets = List.of(
                budget(BudgetUnit.REQUESTS, BudgetMode.STRICT),
                budget(BudgetUnit.INPUT_TOKENS, BudgetMode.STRICT),
                budget(BudgetUnit.OUTPUT_TOKENS, BudgetMode.STRICT),
                budget(BudgetUnit.TOTAL_TOKENS, BudgetMode.STRICT),
                budget(BudgetUnit.MONEY, BudgetMode.STRICT));

        assertThat(Charges.amounts(budgets, new Tokens(10, 4, 5, 2), target("m", 0, 0, PRICES)))
                .extracting(Amount::amount)
                .containsExactly(1L, 10L, 5L, 15L, 6 * 3L + 4 + 5 * 7);
    }

    @Test
    void moneyIsRoundedUpAndNeverOverflows() {
        ProviderPolicy.Prices cheap = new ProviderPolicy.Prices("USD", 1, 1, 1);
        ProviderPolicy.Prices dear = new ProviderPolicy.Prices("USD", Long.MAX_VALUE, 0, Long.MAX_VALUE);

        assertThat(Cost.of(new Tokens(1, 0, 0, 0), cheap)).isEqualTo(1);
        assertThat(Cost.of(new Tokens(1_000_000, 0, 1, 0), cheap)).isEqualTo(2);
        assertThat(Cost.of(new Tokens(Long.MAX_VALUE, 0, 1, 0), dear)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void onlyStrictMoneyAsksForAPrice() {
        List<Target> priced = List.of(target("m", 0, 0, PRICES));
        List<Target> unpriced = List.of(target("m", 0, 0, PRICES), target("n", 0, 0, null));

        assertThat(Charges.unpriced(List.of(budget(BudgetUnit.MONEY, BudgetMode.STRICT)), priced))
                .isEmpty();
        assertThat(Charges.unpriced(List.of(budget(BudgetUnit.MONEY, BudgetMode.ELASTIC)), unpriced))
                .isEmpty();
        assertThat(Charges.unpriced(List.of(budget(BudgetUnit.MONEY, BudgetMode.STRICT)), unpriced))
                .map(error -> error.code() + ": " + error.message())
                .contains("price_unknown: The strict budget a/p counts USD, but the model n of a/p has no price in it"
                        + " (expected: prices of that currency at the ModelProvider).");
    }

    @Test
    void countsTheInputOfLostAttemptsInStrictBudgetsUpToTheHold() {
        Bounds attempt = bounds(Endpoint.CHAT, "{\"model\":\"m\"}", 1_000, target("m", 0, 0, PRICES));
        List<BudgetPolicy> budgets = List.of(
                budget(BudgetUnit.TOTAL_TOKENS, BudgetMode.STRICT),
                budget(BudgetUnit.INPUT_TOKENS, BudgetMode.ELASTIC),
                budget(BudgetUnit.OUTPUT_TOKENS, BudgetMode.STRICT),
                budget(BudgetUnit.MONEY, BudgetMode.ELASTIC),
                budget(BudgetUnit.REQUESTS, BudgetMode.STRICT));
        List<Hold> holds = budgets.stream().map(budget -> new Hold(budget, 300)).toList();
        List<Amount> booked =
                budgets.stream().map(budget -> new Amount(budget.id(), 10)).toList();

        assertThat(Charges.withLost(booked, holds, List.of())).isEqualTo(booked);
        assertThat(Charges.withLost(booked, holds, List.of(attempt, attempt)))
                .extracting(Amount::amount)
                .containsExactly(300L, 10 + 500L, 10L, 10 + 2 * 750L, 10L);
        assertThat(Charges.withLost(
                        List.of(new Amount("x", 400)), List.of(new Hold(budgets.getFirst(), 300)), List.of(attempt)))
                .extracting(Amount::amount)
                .as("what is known counts in full")
                .containsExactly(400L);
    }
}
