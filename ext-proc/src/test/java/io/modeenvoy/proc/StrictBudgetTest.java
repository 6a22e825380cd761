package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.ledger.BudgetState;
import io.modeenvoy.ledger.Journal;
import io.modeenvoy.ledger.MemoryLedger;
import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.PolicyResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole way with the real ledger: many streams at once against a budget for a few. */
final class StrictBudgetTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String BODY = "{\"model\":\"one\",\"stream\":true,\"max_tokens\":100}";
    private static final Map<String, String> SSE = Map.of(":status", "200", "content-type", "text/event-stream");

    @Test
    void letsThroughWhatFitsAndNeverMore() {
        BudgetPolicy shape = World.budget(BudgetUnit.TOTAL_TOKENS, BudgetMode.STRICT);
        long room = 10 * (BODY.length() + 100L);
        BudgetPolicy budget = new BudgetPolicy(
                shape.id(), shape.budget(), shape.target(), shape.unit(), room, "", shape.window(), shape.mode());
        List<PolicyResource> all = new ArrayList<>(World.resources());
        all.add(budget);
        try (MemoryLedger ledger = new MemoryLedger(() -> NOW, Journal.none());
                Bench bench = new Bench(ledger, ProcOptions.defaults(), NOW, all)) {
            List<FakeEnvoy> streams = new ArrayList<>();
            int refused = 0;
            for (int call = 0; call < 64; call++) {
                FakeEnvoy envoy = bench.chat(BODY);
                if (envoy.reply().hasImmediateResponse()) {
                    refused++;
                } else {
                    streams.add(envoy);
                }
            }
            assertThat(streams).hasSize(10);
            assertThat(refused).isEqualTo(54);

            streams.forEach(envoy -> envoy.responseHeaders(SSE, "via_upstream", false)
                    .responseBody(
                            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":100}}\n\n",
                            true));

            BudgetState state = ledger.states().toCompletableFuture().join().getFirst();
            assertThat(state.settled()).isEqualTo(10 * 120).isLessThanOrEqualTo(room);
            assertThat(state.reserved()).isZero();
        }
    }
}
