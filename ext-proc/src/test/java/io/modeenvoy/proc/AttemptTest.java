package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.ext_proc.v3.CommonResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.PolicyResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules of several backends: Envoy chooses, each attempt is written for its choice. */
final class AttemptTest {
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
                .isEqualTo(Map.of("x-modeenvoy-rule", World.selector("pay/chat/two"), "content-length", "2"));

        CommonResponse first = attempt("pay/first@real", reply);
        CommonResponse second = attempt("pay/second", reply);

        assertThat(first.getStatus()).isEqualTo(CommonResponse.ResponseStatus.CONTINUE_AND_REPLACE);
        assertThat(first.getBodyMutation().getBody().toStringUtf8())
                .isEqualTo("{\"max_completion_tokens\":2000,\"model\":\"real\"}");
        assertThat(FakeEnvoy.set(first.getHeaderMutation()))
                .containsEntry(":path", "/v1/chat/completions")
                .containsEntry(":authority", "first.example")
                .containsEntry("authorization", "Bearer sk-first");
        assertThat(first.getHeaderMutation().getRemoveHeadersList()).contains("x-second-key");
        assertThat(second.getBodyMutation().getBody().toStringUtf8())
                .isEqualTo("{\"max_completion_tokens\":4096,\"model\":\"two\"}");
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

    private CommonResponse attempt(String backend, ProcessingResponse routerReply) {
        FakeEnvoy attempt = bench.attempt().attemptHeaders(backend, routerReply);
        CommonResponse response = attempt.reply().getRequestHeaders().getResponse();
        attempt.halfClose();
        assertThat(attempt.completed()).isTrue();
        return response;
    }
}
