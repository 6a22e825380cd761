package io.modeenvoy.proc.charge;

import static io.modeenvoy.proc.charge.Charge.Basis.COUNTED;
import static io.modeenvoy.proc.charge.Charge.Basis.HELD;
import static io.modeenvoy.proc.charge.Charge.Basis.REPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
import io.modeenvoy.proc.usage.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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

        assertThat(Charge.amounts(Charges.charges(
                        holds(1_000, budgets.toArray(BudgetPolicy[]::new)),
                        Usage.reported(new Tokens(10, 4, 5, 2), Set.of()),
                        target("m", 0, 0, PRICES),
                        List.of())))
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

    private static List<Hold> holds(long amount, BudgetPolicy... budgets) {
        return Stream.of(budgets).map(budget -> new Hold(budget, amount)).toList();
    }

    @Test
    void whereMoreMayHaveBeenUsedStrictBudgetsTakeTheHoldAndOthersWhatIsKnown() {
        Target target = target("m", 0, 0, PRICES);
        List<Hold> holds = holds(
                300,
                budget(BudgetUnit.TOTAL_TOKENS, BudgetMode.STRICT),
                budget(BudgetUnit.TOTAL_TOKENS, BudgetMode.ELASTIC),
                budget(BudgetUnit.OUTPUT_TOKENS, BudgetMode.SHADOW),
                budget(BudgetUnit.MONEY, BudgetMode.STRICT));

        assertThat(Charges.charges(
                        holds, Usage.atLeast(new Tokens(10, 0, 5, 0), Usage.Source.COUNTED), target, List.of()))
                .extracting(Charge::amount, Charge::basis)
                .containsExactly(tuple(300L, HELD), tuple(15L, COUNTED), tuple(5L, COUNTED), tuple(300L, HELD));
        assertThat(Charges.charges(
                        holds, Usage.atLeast(new Tokens(400, 0, 5, 0), Usage.Source.COUNTED), target, List.of()))
                .extracting(Charge::amount, Charge::basis)
                .as("what is known counts in full")
                .containsExactly(
                        tuple(405L, COUNTED), tuple(405L, COUNTED), tuple(5L, COUNTED), tuple(1_235L, COUNTED));
        assertThat(Charges.charges(holds, Usage.reported(new Tokens(10, 4, 5, 0), Set.of()), target, List.of()))
                .extracting(Charge::amount, Charge::basis)
                .containsExactly(tuple(15L, REPORTED), tuple(15L, REPORTED), tuple(5L, REPORTED), tuple(57L, REPORTED));
        assertThat(Charges.charges(holds, Usage.none(), target, List.of()))
                .extracting(Charge::amount)
                .containsOnly(0L);
    }

    @Test
    void countsWhatLostAttemptsMayHaveUsedInStrictBudgetsUpToTheHoldAndTheirInputInOthers() {
        Bounds attempt = bounds(Endpoint.CHAT, "{\"model\":\"m\",\"max_tokens\":50}", 100, target("m", 0, 0, PRICES));
        Usage usage = Usage.reported(new Tokens(10, 0, 0, 0), Set.of());
        List<Hold> holds = holds(
                300,
                budget(BudgetUnit.TOTAL_TOKENS, BudgetMode.STRICT),
                budget(BudgetUnit.INPUT_TOKENS, BudgetMode.ELASTIC),
                budget(BudgetUnit.OUTPUT_TOKENS, BudgetMode.STRICT),
                budget(BudgetUnit.MONEY, BudgetMode.ELASTIC),
                budget(BudgetUnit.REQUESTS, BudgetMode.STRICT));

        assertThat(Charges.charges(holds, usage, attempt.target(), List.of(attempt)))
                .extracting(Charge::amount, Charge::basis)
                .containsExactly(
                        tuple(160L, HELD),
                        tuple(35L, COUNTED),
                        tuple(50L, HELD),
                        tuple(105L, COUNTED),
                        tuple(1L, REPORTED));
        assertThat(Charges.charges(holds, usage, attempt.target(), List.of(attempt, attempt, attempt)))
                .extracting(Charge::amount)
                .containsExactly(300L, 85L, 150L, 255L, 1L);
    }

    @Test
    void saysWhatWasChargedAndWhy() {
        List<Hold> holds = holds(
                300,
                budget(BudgetUnit.TOTAL_TOKENS, BudgetMode.STRICT),
                budget(BudgetUnit.TOTAL_TOKENS, BudgetMode.ELASTIC));
        Usage usage = Usage.atLeast(new Tokens(10, 0, 5, 0), Usage.Source.COUNTED);

        assertThat(Charge.inWords(Charges.charges(holds, usage, target("m", 0, 0, null), List.of())))
                .isEqualTo("TOTAL_TOKENS/STRICT=300 held, TOTAL_TOKENS/ELASTIC=15 counted");
    }
}
