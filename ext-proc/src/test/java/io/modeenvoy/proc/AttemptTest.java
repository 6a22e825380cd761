package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.ext_proc.v3.CommonResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.PolicyResource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of several backends: Envoy chooses, each attempt is written for its choice. */
final class AttemptTest {
    private static final String REFUSED =
            "upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_111}";

    private final FakeLedger ledger = new FakeLedger();
    private final Bench bench = bench();

    private Bench bench() {
        List<PolicyResource> all = new ArrayList<>(World.resources());
        all.add(World.budget(BudgetUnit.TOTAL_TOKENS, BudgetMode.STRICT));
        return new Bench(ledger, ProcOptions.defaults(), Instant.parse("2026-11-20T12:00:00Z"), all);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void writesEachAttemptForItsBackend() {
        FakeEnvoy router = bench.chat("{\"model\":\"two\"}");
        ProcessingResponse reply = router.reply();
        assertThat(FakeEnvoy.set(reply.getRequestHeaders().getResponse().getHeaderMutation()))
                .isEqualTo(Map.of(
                        "x-modeenvoy-rule",
                        World.selector("pay/chat/two"),
                        "x-modeenvoy-whole-answer",
                        "true",
                        "cdn-loop",
                        Hops.behind(null, World.ENTRY),
                        "content-type",
                        "application/json",
                        "accept-encoding",
                        "identity",
                        "user-agent",
                        "modeenvoy",
                        "content-length",
                        "2"));

        CommonResponse first = attempt("pay/first@real", reply);
        CommonResponse second = attempt("pay/second", reply);

        assertThat(first.getStatus()).isEqualTo(CommonResponse.ResponseStatus.CONTINUE_AND_REPLACE);
        assertThat(first.getBodyMutation().getBody().toStringUtf8())
                .isEqualTo("{\"max_tokens\":2000,\"model\":\"real\"}");
        assertThat(FakeEnvoy.set(first.getHeaderMutation()))
                .containsEntry(":path", "/v1/chat/completions")
                .containsEntry(":authority", "first.example")
                .containsEntry(
                        "x-modeenvoy-length",
                        Integer.toString(first.getBodyMutation().getBody().size()))
                .doesNotContainKey("content-length")
                .containsEntry("authorization", "Bearer sk-first");
        assertThat(first.getHeaderMutation().getRemoveHeadersList()).contains("x-second-key");
        assertThat(second.getBodyMutation().getBody().toStringUtf8())
                .isEqualTo("{\"max_tokens\":4096,\"model\":\"two\"}");
        assertThat(FakeEnvoy.set(second.getHeaderMutation()))
                .containsEntry(":path", "/api/v1/chat/completions")
                .containsEntry(":authority", "second.example")
                .containsEntry("x-second-key", "sk-second")
                .doesNotContainKey("authorization");
        assertThat(second.getHeaderMutation().getRemoveHeadersList()).contains("authorization");
    }

    @Test
    void holdsTheMostOfAnyBackendAndSettlesByTheOneThatServed() {
        FakeEnvoy router = bench.chat("{\"model\":\"two\"}");
        ProcessingResponse reply = router.reply();
        attempt("pay/first@real", reply);
        attempt("pay/second", reply);
        router.responseHeaders(Map.of(":status", "200", "content-type", "application/json"), "via_upstream", false)
                .responseBody("{\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}", true);
        router.reply();
        router.reply();

        ProcessingResponse last = router.reply();

        assertThat(ledger.holds()).containsExactly(15L + 4_096);
        assertThat(ledger.charged()).containsExactly(7L);
        assertThat(last.getDynamicMetadata().toString()).contains("pay/second");
    }

    @Test
    void usesNothingWhenEnvoyCouldConnectToNoneThoughItNamesTheLastOne() {
        FakeEnvoy router = bench.chat("{\"model\":\"two\"}");
        ProcessingResponse reply = router.reply();
        unconnected("pay/first@real", reply);
        unconnected("pay/second", reply);

        refused(router, "pay/second");

        assertThat(ledger.charged()).containsExactly(0L);
    }

    @Test
    void chargesTheInputWhenAnAttemptWasSentAndTheNextOneCouldNotConnect() {
        FakeEnvoy router = bench.chat("{\"model\":\"two\"}");
        ProcessingResponse reply = router.reply();
        attempt("pay/first@real", reply);
        unconnected("pay/second", reply);

        refused(router, "pay/second");

        assertThat(ledger.charged()).as("15 bytes as 4 tokens").containsExactly(4L);
    }

    @Test
    void chargesTheHoldOfAnAttemptOnANewConnectionThatTimedOut() {
        FakeEnvoy router = bench.chat("{\"model\":\"two\"}");
        unconnected("pay/first@real", router.reply());

        router.responseHeaders(Map.of(":status", "504"), "response_timeout", "pay/first@real", 1, false);

        assertThat(ledger.charged()).isEqualTo(ledger.holds());
    }

    @Test
    void addsNothingForAnAttemptThatCouldNotConnectOrEndedSoon() {
        FakeEnvoy router = bench.chat("{\"model\":\"two\"}");
        ProcessingResponse reply = router.reply();
        unconnected("pay/first@real", reply);
        bench.pass(Duration.ofSeconds(5));
        attempt("pay/first@real", reply);
        attempt("pay/second", reply);

        good(router);

        assertThat(ledger.charged()).containsExactly(7L);
    }

    @Test
    void addsWhatAnAttemptMayHaveUsedThatLastedLongerThanConnectingCan() {
        FakeEnvoy router = bench.chat("{\"model\":\"two\"}");
        ProcessingResponse reply = router.reply();
        unconnected("pay/first@real", reply);
        bench.pass(Attempts.CONNECTING.plusMillis(1));
        attempt("pay/second", reply);

        good(router);

        assertThat(ledger.charged())
                .as("7, and 15 bytes with 2,000 tokens of output, in the hold")
                .containsExactly(7L + 15 + 2_000);
        assertThat(bench.meters
                        .get("modeenvoy.ext_proc.attempts_lost")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    /** It was asked, and makes what it was asked for while nobody waits any more. */
    @Test
    void addsWhatAnAttemptMayHaveUsedThatHadNoFirstTokenInTime() {
        FakeEnvoy router = bench.chat("{\"model\":\"soon\",\"stream\":true}");
        ProcessingResponse reply = router.reply();
        attempt("pay/first@real", reply);
        bench.pass(Duration.ofMillis(1_990));
        attempt("pay/second", reply);

        good(router);

        assertThat(ledger.charged()).containsExactly(7L + 30 + 2_000);
        assertThat(bench.meters
                        .get("modeenvoy.ext_proc.attempts_lost")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"true, 1500", "false, 1990"})
    void addsNothingForAnAttemptThatEndedBeforeItsTimeOrHasNone(boolean stream, long millis) {
        FakeEnvoy router = bench.chat("{\"model\":\"soon\",\"stream\":" + stream + "}");
        ProcessingResponse reply = router.reply();
        attempt("pay/first@real", reply);
        bench.pass(Duration.ofMillis(millis));
        attempt("pay/second", reply);

        good(router);

        assertThat(ledger.charged()).containsExactly(7L);
    }

    @Test
    void chargesTheHoldOfAnAttemptThatWasGivenUpWhenTheLastOneWasNotSent() {
        FakeEnvoy router = bench.chat("{\"model\":\"two\"}");
        ProcessingResponse reply = router.reply();
        attempt("pay/first@real", reply);
        bench.pass(Attempts.CONNECTING.plusMillis(1));
        unconnected("pay/second", reply);

        refused(router, "pay/second");

        assertThat(ledger.charged()).isEqualTo(ledger.holds());
    }

    @Test
    void isNotFreeWhenTheOnlyProviderWasTriedAgainAndCouldNotBeConnected() {
        FakeEnvoy router = bench.chat("{\"model\":\"one\"}");
        router.reply();

        router.responseHeaders(Map.of(":status", "503"), REFUSED, "pay/first@real", 2, false);

        assertThat(ledger.charged()).containsExactly(4L);
    }

    @Test
    void isFreeWhenTheOnlyAttemptCouldNotBeConnected() {
        FakeEnvoy router = bench.chat("{\"model\":\"one\"}");
        router.reply();

        router.responseHeaders(Map.of(":status", "503"), REFUSED, "pay/first@real", 1, false);

        assertThat(ledger.charged()).containsExactly(0L);
    }

    @Test
    void usesNothingWhenNoAttemptConnected() {
        FakeEnvoy router = bench.chat("{\"model\":\"two\"}");

        router.cancel();

        assertThat(ledger.charged()).containsExactly(0L);
    }

    @Test
    void chargesTheHoldWhenAnAttemptConnectedAndNoAnswerCame() {
        FakeEnvoy router = bench.chat("{\"model\":\"two\"}");
        attempt("pay/first@real", router.reply());

        router.cancel();

        assertThat(ledger.charged()).isEqualTo(ledger.holds());
    }

    @Test
    void refusesAnAttemptOfACallThatIsOverOrOfAnUnknownBackend() {
        FakeEnvoy router = bench.chat("{\"model\":\"two\"}");
        ProcessingResponse reply = router.reply();

        FakeEnvoy unknown = bench.attempt().attemptHeaders("pay/nobody", reply);
        router.cancel();
        FakeEnvoy over = bench.attempt().attemptHeaders("pay/first@real", reply);

        assertThat(unknown.answer().getStatus().getCodeValue()).isEqualTo(503);
        assertThat(over.answer().getStatus().getCodeValue()).isEqualTo(503);
        assertThat(bench.meters.get("modeenvoy.ext_proc.kept_calls").gauge().value())
                .isZero();
    }

    private static void good(FakeEnvoy router) {
        router.responseHeaders(Map.of(":status", "200", "content-type", "application/json"), "via_upstream", false)
                .responseBody("{\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}", true);
    }

    private void unconnected(String backend, ProcessingResponse routerReply) {
        FakeEnvoy attempt = bench.attempt().unconnectedHeaders(backend, routerReply);
        attempt.reply();
        attempt.halfClose();
    }

    private static void refused(FakeEnvoy router, String backend) {
        router.responseHeaders(Map.of(":status", "503"), REFUSED, backend, 2, false);
    }

    private CommonResponse attempt(String backend, ProcessingResponse routerReply) {
        FakeEnvoy attempt = bench.attempt().attemptHeaders(backend, routerReply);
        CommonResponse response = attempt.reply().getRequestHeaders().getResponse();
        attempt.halfClose();
        assertThat(attempt.completed()).isTrue();
        return response;
    }
}
