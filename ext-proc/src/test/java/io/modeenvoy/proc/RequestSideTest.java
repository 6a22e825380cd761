package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Value;
import io.envoyproxy.envoy.service.ext_proc.v3.CommonResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ImmediateResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.modeenvoy.ledger.BudgetState;
import io.modeenvoy.ledger.ReserveResult;
import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.policy.wire.PolicyTypes;
import io.modeenvoy.service.PolicyChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the headers to the upstream, or to a refusal. */
final class RequestSideTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final BudgetPolicy TOTAL = World.budget(BudgetUnit.TOTAL_TOKENS, BudgetMode.STRICT);

    private final FakeLedger ledger = new FakeLedger();
    private final Bench bench = bench(List.of());

    private Bench bench(List<? extends PolicyResource> more) {
        List<PolicyResource> all = new ArrayList<>(World.resources());
        all.addAll(more);
        return new Bench(ledger, ProcOptions.defaults().withMaxBodyBytes(1_000), NOW, all);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void writesTheRequestForTheOnlyBackend() {
        FakeEnvoy envoy = bench.chat("{\"x\":1,\"model\":\"one\"}");

        ProcessingResponse reply = envoy.reply();
        CommonResponse headers = reply.getRequestHeaders().getResponse();
        String body = body(envoy.reply());

        assertThat(body).isEqualTo("{\"x\":1,\"model\":\"real\"}");
        assertThat(FakeEnvoy.set(headers.getHeaderMutation()))
                .isEqualTo(Map.of(
                        ":path",
                        "/v1/chat/completions",
                        "authorization",
                        "Bearer sk-first",
                        "content-type",
                        "application/json",
                        "content-length",
                        String.valueOf(body.length()),
                        "x-modeenvoy-whole-answer",
                        "true",
                        "cdn-loop",
                        Hops.behind(null, World.ENTRY),
                        "x-modeenvoy-rule",
                        World.selector("pay/chat/one"),
                        "accept-encoding",
                        "identity",
                        "user-agent",
                        "modeenvoy"));
        assertThat(headers.getClearRouteCache()).isTrue();
        assertThat(reply.getDynamicMetadata().getFieldsOrThrow("modeenvoy").toString())
                .contains("tenant", "pay/app", World.KEY.keyId(), "airoute/pay/chat", "model_asked")
                .doesNotContain(World.KEY.text());
        assertThat(envoy.silent()).isTrue();
        assertThat(ledger.reserved).isEmpty();
    }

    @Test
    void aClosedBudgetSaysWhatItsOperatorMustDo() {
        BudgetState state = new BudgetState(TOTAL, 5, 0, NOW, NOW.plusSeconds(100));
        ledger.next = CompletableFuture.completedFuture(new ReserveResult.Closed(state, NOW.plusSeconds(90)));
        try (Bench budgeted = bench(List.of(TOTAL))) {
            ImmediateResponse refused =
                    budgeted.chat("{\"model\":\"one\"}").reply().getImmediateResponse();

            assertThat(refused.getStatus().getCodeValue()).isEqualTo(503);
            assertThat(refused.getBody().toStringUtf8()).contains("budget_closed", "modeenvoy ledger accept");
            assertThat(FakeEnvoy.set(refused.getHeaders())).containsEntry("retry-after", "90");
            assertThat(ledger.settled).isEmpty();
        }
    }

    @Test
    void keepsTheQueryAndTheModelAskedFor() {
        FakeEnvoy envoy =
                bench.post("/v1/embeddings?api-version=2").requestBody("{\"model\":\"gpt-4o\",\"input\":\"x\"}", true);

        assertThat(FakeEnvoy.set(envoy.reply().getRequestHeaders().getResponse().getHeaderMutation()))
                .containsEntry(":path", "/v1/embeddings?api-version=2");
        assertThat(body(envoy.reply())).isEqualTo("{\"model\":\"gpt-4o\",\"input\":\"x\"}");
    }

    @Test
    void tellsTheAccessLogThePathWithoutItsQueryAndTheHostThatTheClientSent() {
        FakeEnvoy envoy = bench.post("/v1/chat/completions?token=hidden").requestBody("{\"model\":\"one\"}", true);

        Map<String, Value> told = envoy.reply()
                .getDynamicMetadata()
                .getFieldsOrThrow("modeenvoy")
                .getStructValue()
                .getFieldsMap();
        assertThat(told.get("path")).hasToString("string_value: \"/v1/chat/completions\"\n");
        assertThat(told.get("host")).hasToString("string_value: \"ai.example.com\"\n");
        assertThat(told.toString()).doesNotContain("hidden");
    }

    @Test
    void refusesAnAnswerThatWouldBeMadeAfterTheCall() {
        String body = "{\"model\":\"one\",\"background\":true}";
        FakeEnvoy responses = bench.post("/v1/responses").requestBody(body, true);
        FakeEnvoy chat = bench.chat(body);

        assertThat(refusal(responses)).isEqualTo("400 invalid_value");
        assertThat(chat.reply().hasRequestHeaders()).isTrue(); // no field of that API: none of ours either
    }

    @Test
    void withholdsItsReplyUntilTheBodysEnd() {
        FakeEnvoy envoy = bench.post("/v1/chat/completions").requestBody("{\"model\":", false);

        assertThat(envoy.silent()).isTrue();
        envoy.requestBody("\"one\"}", false);
        assertThat(envoy.silent()).isTrue();
        envoy.requestBody("", true);
        assertThat(envoy.reply().hasRequestHeaders()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/chat/completions, 405, method_not_allowed",
        "POST, /v1/models, 405, method_not_allowed",
        "POST, /v1/nothing, 404, unknown_url",
        "POST, /v1/chat/completions/, 404, unknown_url",
        "GET, /v1/models/nope, 404, model_not_found"
    })
    void answersWrongPathsAndMethodsAtTheHeaders(String method, String path, int status, String code) {
        FakeEnvoy envoy = bench.stream(World.ENTRY).requestHeaders(Bench.headers(method, path), false);

        assertThat(refusal(envoy)).isEqualTo(status + " " + code);
    }

    @Test
    void refusesACallWithoutKeyBeforeItsBody() {
        FakeEnvoy envoy = bench.stream(World.ENTRY)
                .requestHeaders(Map.of(":method", "POST", ":path", "/v1/chat/completions"), false);

        assertThat(refusal(envoy)).isEqualTo("401 missing_credential");
        envoy.requestBody("{\"model\":\"one\"}", true);
        assertThat(envoy.silent()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"nobody\"}|404 model_not_found",
                "{\"model\":\"theirs\"}|403 not_permitted",
                "{\"model\":\"ghost\"}|503 provider_not_ready",
                "{\"model\":5}|400 invalid_value",
                "{\"model\":\"\\ud800\"}|400 invalid_value",
                "nonsense|400 invalid_json",
                "``|400 empty_body"
            })
    void refusesAtTheBodysEnd(String body, String refusal) {
        FakeEnvoy envoy = bench.chat(body);

        assertThat(refusal(envoy)).isEqualTo(refusal);
        assertThat(ledger.reserved).isEmpty();
    }

    @Test
    void givesUpOnASilentClient() {
        FakeEnvoy envoy = bench.post("/v1/chat/completions");

        bench.pass(Duration.ofSeconds(59));
        envoy.requestBody("{", false);
        bench.pass(Duration.ofSeconds(59));
        assertThat(envoy.silent()).isTrue();
        bench.pass(Duration.ofSeconds(2));

        assertThat(refusal(envoy)).isEqualTo("408 request_timeout");
    }

    @Test
    void answersModelsThatTheCallerMayUse() {
        ImmediateResponse list = bench.stream(World.ENTRY)
                .requestHeaders(Bench.headers("GET", "/v1/models"), true)
                .answer();
        ImmediateResponse one = bench.stream(World.ENTRY)
                .requestHeaders(Bench.headers("GET", "/v1/models/gpt%2D4o"), true)
                .answer();

        assertThat(list.getStatus().getCodeValue()).isEqualTo(200);
        assertThat(list.getBody().toStringUtf8())
                .contains("\"id\":\"one\"", "\"id\":\"two\"", "\"id\":\"gpt-4o\"")
                .doesNotContain("theirs", "real");
        assertThat(one.getBody().toStringUtf8())
                .isEqualTo("{\"id\":\"gpt-4o\",\"object\":\"model\",\"created\":0,\"owned_by\":\"pay\"}");
    }

    @Test
    void doesNotKnowAnEntryWithoutPolicies() {
        FakeEnvoy envoy = bench.stream("other").requestHeaders(Bench.headers("GET", "/v1/models"), true);

        assertThat(refusal(envoy)).isEqualTo("503 not_ready");
    }

    @Test
    void letsNobodyInBeforeAllPoliciesHaveCome() {
        ProcPolicies policies = new ProcPolicies();
        policies.apply(new PolicyChange(PolicyTypes.KEY, Map.of(), Set.of()));
        assertThat(policies.snapshot().complete()).isFalse();
        World.apply(policies, World.resources());
        assertThat(policies.snapshot().complete()).isTrue();
    }

    @Test
    void holdsTheUpperBoundAndClampsTheOutput() {
        try (Bench own = bench(List.of(TOTAL))) {
            String body = "{\"model\":\"one\",\"max_tokens\":9999,\"n\":2}";
            FakeEnvoy envoy = own.chat(body);

            envoy.reply();
            assertThat(body(envoy.reply())).isEqualTo("{\"model\":\"real\",\"max_tokens\":2000,\"n\":2}");
            assertThat(ledger.holds()).containsExactly(body.length() + 2 * 2_000L);
            assertThat(ledger.reserved.getFirst().ttl()).isEqualTo(Duration.ofHours(1));
        }
    }

    @Test
    void refusesWhenABudgetHasNoRoom() {
        BudgetState state = new BudgetState(TOTAL, 900_000, 99_000, NOW, NOW.plusSeconds(3600));
        ledger.next = CompletableFuture.completedFuture(new ReserveResult.Denied(state, NOW.plusMillis(3_599_100)));
        try (Bench own = bench(List.of(TOTAL))) {
            ImmediateResponse answer = own.chat("{\"model\":\"one\"}").answer();

            assertThat(answer.getStatus().getCodeValue()).isEqualTo(429);
            assertThat(FakeEnvoy.set(answer.getHeaders()))
                    .containsEntry("retry-after", "3600")
                    .containsEntry("x-should-retry", "false");
            assertThat(answer.getBody().toStringUtf8())
                    .contains("\"type\":\"insufficient_quota\"", "\"code\":\"budget_exceeded\"")
                    .contains("The budget pay/b allows 1000000 total tokens a calendar day: 900000 total tokens used,"
                            + " 99000 total tokens held by calls under way, and this call needs up to 2015 total"
                            + " tokens.")
                    .contains("2026-11-20T12:59:59.100Z");
            assertThat(ledger.settled).isEmpty();
        }
    }

    @Test
    void failsClosedWhenTheLedgerFails() {
        ledger.next = CompletableFuture.failedFuture(new IllegalStateException("down"));
        try (Bench own = bench(List.of(TOTAL))) {
            FakeEnvoy envoy = own.chat("{\"model\":\"one\"}");

            assertThat(refusal(envoy)).isEqualTo("503 budgets_unavailable");
            assertThat(ledger.charged()).containsExactly(0L);
        }
    }

    @Test
    void failsClosedWhenTheLedgerIsSilent() {
        ledger.next = new CompletableFuture<>();
        try (Bench own = bench(List.of(TOTAL))) {
            FakeEnvoy envoy = own.chat("{\"model\":\"one\"}");
            own.pass(Duration.ofSeconds(6));

            assertThat(refusal(envoy)).isEqualTo("503 budgets_unavailable");
            ledger.next.complete(new ReserveResult.Granted(List.of()));
            assertThat(envoy.silent()).isTrue();
            assertThat(ledger.charged()).containsExactly(0L);
        }
    }

    @Test
    void givesBackWhatAClientThatLeftWouldHaveHeld() {
        ledger.next = new CompletableFuture<>();
        try (Bench own = bench(List.of(TOTAL))) {
            FakeEnvoy envoy = own.chat("{\"model\":\"one\"}");
            envoy.cancel();
            ledger.next.complete(new ReserveResult.Granted(List.of()));

            assertThat(ledger.charged()).containsExactly(0L);
        }
    }

    @Test
    void refusesAModelWithoutPriceUnderAStrictBudgetOfMoney() {
        try (Bench own = bench(List.of(World.budget(BudgetUnit.MONEY, BudgetMode.STRICT)))) {
            assertThat(refusal(own.chat("{\"model\":\"gpt-4o\"}"))).isEqualTo("403 price_unknown");
            own.chat("{\"model\":\"one\"}");
            // 15 bytes at 1000 nano and 2000 tokens at 2000 nano each
            assertThat(ledger.holds()).containsExactly(15_000L + 4_000_000L);
        }
    }

    private static String body(ProcessingResponse reply) {
        return reply.getRequestBody()
                .getResponse()
                .getBodyMutation()
                .getStreamedResponse()
                .getBody()
                .toStringUtf8();
    }

    /** Status and code of the answer. */
    private static String refusal(FakeEnvoy envoy) {
        ImmediateResponse answer = envoy.answer();
        String body = answer.getBody().toStringUtf8();
        int code = body.indexOf("\"code\":\"") + 8;
        return answer.getStatus().getCodeValue() + " " + body.substring(code, body.indexOf('"', code));
    }
}
