package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Value;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.PolicyResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody saves anything by leaving: a strict budget takes what it held unless the provider had its last word, others what was relayed. */
final class CutAnswerTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Map<String, String> JSON = Map.of(":status", "200", "content-type", "application/json");
    private static final Map<String, String> SSE = Map.of(":status", "200", "content-type", "text/event-stream");
    private static final String BODY = "{\"model\":\"one\",\"stream\":true,\"max_tokens\":100}";
    private static final long HELD = BODY.length() + 100L;
    private static final long INPUT = (BODY.length() + 3L) / 4;

    private static final String WORD = "data: {\"choices\":[{\"delta\":{\"content\":\"12345678\"}}]}\n\n";
    private static final String USAGE =
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7}}\n\n";
    private static final String RUNNING =
            "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":9}}\n\n";
    private static final String FIRST =
            "data: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}}\n\n";
    private static final String PLAIN = "{\"choices\":[{\"message\":{\"content\":\"123456789\"}}]";
    private static final String PLAIN_USAGE = ",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7}";

    private final FakeLedger ledger = new FakeLedger();
    private final Bench bench = bench();

    private Bench bench() {
        List<PolicyResource> all = new ArrayList<>(World.resources());
        for (BudgetMode mode : BudgetMode.values()) {
            all.add(budget(mode));
        }
        return new Bench(ledger, ProcOptions.defaults(), NOW, all);
    }

    private static BudgetPolicy budget(BudgetMode mode) {
        BudgetPolicy shape = World.budget(BudgetUnit.TOTAL_TOKENS, mode);
        return new BudgetPolicy(
                mode.name(), shape.budget(), shape.target(), shape.unit(), 1_000_000, "", shape.window(), mode);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                Arguments.of("no chunk came", SSE, "", false, HELD, INPUT),
                Arguments.of("half of the first event came", SSE, WORD.substring(0, 20), false, HELD, INPUT),
                Arguments.of("one word came", SSE, WORD, false, HELD, INPUT + 2),
                Arguments.of("two words came", SSE, WORD + WORD, false, HELD, INPUT + 4),
                Arguments.of("all but the usage came", SSE, WORD + WORD, true, HELD, INPUT + 4),
                Arguments.of("the provider never reports", SSE, WORD + "data: [DONE]\n\n", true, HELD, INPUT + 2),
                Arguments.of("the usage came before the cut", SSE, WORD + USAGE, false, 12L, 12L),
                Arguments.of("the whole stream came", SSE, WORD + USAGE + "data: [DONE]\n\n", true, 12L, 12L),
                Arguments.of("running usage came before the cut", SSE, RUNNING, false, HELD, 14L),
                Arguments.of("running usage is outdated", SSE, RUNNING + WORD.repeat(5), false, HELD, 5 + 11L),
                Arguments.of("running usage ended well", SSE, RUNNING, true, 14L, 14L),
                Arguments.of("only the input was reported", SSE, FIRST + WORD, false, HELD, 5 + 2L),
                Arguments.of("a plain answer was cut", JSON, PLAIN, false, HELD, INPUT + 3),
                Arguments.of("a plain answer has no usage", JSON, PLAIN + "}", true, HELD, INPUT + 3),
                Arguments.of("a plain answer was cut after its usage", JSON, PLAIN + PLAIN_USAGE, false, 12L, 12L),
                Arguments.of("a plain answer came", JSON, PLAIN + PLAIN_USAGE + "}", true, 12L, 12L),
                Arguments.of("an answer is no JSON", JSON, "no JSON!", true, HELD, INPUT + 2),
                Arguments.of(
                        "an answer is of a type nobody reads",
                        Map.of(":status", "200", "content-type", "text/plain"),
                        "12345678",
                        true,
                        HELD,
                        INPUT + 2),
                Arguments.of(
                        "an answer is in a coding nobody knows",
                        Map.of(":status", "200", "content-type", "application/json", "content-encoding", "compress"),
                        "12345678",
                        true,
                        HELD,
                        INPUT + 50),
                Arguments.of(
                        "an error was cut",
                        Map.of(":status", "500", "content-type", "application/json"),
                        "{\"error\":",
                        false,
                        0L,
                        0L));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    void chargesByTheModeOfEachBudget(
            String name, Map<String, String> headers, String answer, boolean last, long strict, long others) {
        FakeEnvoy envoy = forwarded().responseHeaders(headers, "via_upstream", false);
        if (!answer.isEmpty() || last) {
            envoy.responseBody(answer, last);
        }
        envoy.cancel();

        assertThat(charged()).isEqualTo(Map.of("STRICT", strict, "ELASTIC", others, "SHADOW", others));
    }

    @Test
    void chargesByTheModeOfEachBudgetWhenTheClientLeftBeforeTheAnswer() {
        forwarded().cancel();

        assertThat(charged()).isEqualTo(Map.of("STRICT", HELD, "ELASTIC", INPUT, "SHADOW", INPUT));
    }

    @Test
    void chargesByTheModeOfEachBudgetWhenTheProviderTimedOut() {
        forwarded().responseHeaders(Map.of(":status", "504"), "response_timeout", true);

        assertThat(charged()).isEqualTo(Map.of("STRICT", HELD, "ELASTIC", INPUT, "SHADOW", INPUT));
    }

    @Test
    void tellsTheAccessLogWhatIsChargedAtACutAndWhatAtTheEnd() {
        FakeEnvoy envoy = bench.chat(BODY);
        assertThat(toldCharges(envoy.reply())).contains("STRICT=" + HELD + " held", "ELASTIC=" + INPUT + " counted");
        envoy.reply();
        envoy.responseHeaders(SSE, "via_upstream", false).reply();

        assertThat(toldCharges(envoy.responseBody(WORD, false).reply()))
                .contains("STRICT=" + HELD + " held", "ELASTIC=" + (INPUT + 2) + " counted");
        assertThat(toldCharges(envoy.responseBody(USAGE, true).reply()))
                .contains("STRICT=12 reported", "ELASTIC=12 reported", "SHADOW=12 reported");
    }

    private static String toldCharges(ProcessingResponse reply) {
        return reply.getDynamicMetadata()
                .getFieldsOrDefault("modeenvoy", Value.getDefaultInstance())
                .getStructValue()
                .getFieldsOrDefault("charged", Value.getDefaultInstance())
                .getStringValue();
    }

    private FakeEnvoy forwarded() {
        FakeEnvoy envoy = bench.chat(BODY);
        assertThat(envoy.reply().hasRequestHeaders()).isTrue();
        assertThat(envoy.reply().hasRequestBody()).isTrue();
        return envoy;
    }

    private Map<String, Long> charged() {
        assertThat(ledger.settled).hasSize(1);
        return ledger.settled.getFirst().amounts().stream()
                .collect(Collectors.toMap(amount -> amount.budgetId(), amount -> amount.amount()));
    }
}
