package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.ledger.ReserveResult;
import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.PolicyResource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Streams that end in every way at every point: when all have ended, nothing is open and nothing is held. */
final class RandomEndsTest {
    private final FakeLedger ledger = new FakeLedger();
    private final List<CompletableFuture<ReserveResult>> unanswered = new ArrayList<>();

    @Test
    void nothingIsLeftOfStreamsThatHaveEnded() {
        for (int seed = 0; seed < 60; seed++) {
            List<PolicyResource> all = new ArrayList<>(World.resources());
            all.add(World.budget(BudgetUnit.TOTAL_TOKENS, BudgetMode.STRICT));
            ProcOptions options = ProcOptions.defaults().withMaxBodyBytes(400).withCallerBodyBytes(900);
            try (Bench bench = new Bench(ledger, options, Instant.parse("2026-11-20T12:00:00Z"), all)) {
                run(bench, new Random(seed));
                for (String gauge : List.of("exchanges", "kept_calls", "deadlines", "body_bytes")) {
                    assertThat(bench.meters
                                    .get("modeenvoy.ext_proc." + gauge)
                                    .gauge()
                                    .value())
                            .as(gauge + " of seed " + seed)
                            .isZero();
                }
            }
        }
        assertThat(ledger.settled).doesNotHaveDuplicates();
    }

    private void run(Bench bench, Random random) {
        List<FakeEnvoy> open = new ArrayList<>();
        for (int step = 0; step < 80; step++) {
            if (open.isEmpty() || random.nextInt(3) == 0) {
                open.add(bench.stream(World.ENTRY));
            }
            FakeEnvoy envoy = open.get(random.nextInt(open.size()));
            if (step(bench, random, envoy)) {
                open.remove(envoy);
            }
        }
        open.forEach(envoy -> end(random, envoy));
        answers(random);
    }

    /** Whether the stream has ended. */
    private boolean step(Bench bench, Random random, FakeEnvoy envoy) {
        String model = random.nextBoolean() ? "one" : "two";
        switch (random.nextInt(9)) {
            case 0, 1 -> envoy.requestHeaders(Bench.headers("POST", "/v1/chat/completions"), random.nextInt(9) == 0);
            case 2 ->
                envoy.requestBody(
                        "{\"model\":\"" + model + "\",\"x\":\"" + "y".repeat(random.nextInt(450)) + "\"}", true);
            case 3 -> envoy.requestBody(" ".repeat(random.nextInt(300)), random.nextInt(4) == 0);
            case 4 ->
                envoy.responseHeaders(
                        Map.of(":status", "200"), random.nextBoolean() ? "via_upstream" : "no_healthy_upstream", false);
            case 5 -> envoy.responseBody("{\"usage\":{}}", random.nextBoolean());
            case 6 -> bench.pass(Duration.ofSeconds(random.nextInt(70)));
            case 7 -> {
                answers(random);
                ledger.next = random.nextInt(3) == 0
                        ? pending()
                        : CompletableFuture.completedFuture(new ReserveResult.Granted(List.of()));
            }
            default -> {
                end(random, envoy);
                return true;
            }
        }
        return false;
    }

    private CompletableFuture<ReserveResult> pending() {
        CompletableFuture<ReserveResult> answer = new CompletableFuture<>();
        unanswered.add(answer);
        return answer;
    }

    /** Late ones too. */
    private void answers(Random random) {
        for (CompletableFuture<ReserveResult> answer : unanswered) {
            if (random.nextBoolean()) {
                answer.complete(new ReserveResult.Granted(List.of()));
            } else {
                answer.completeExceptionally(new IllegalStateException("away"));
            }
        }
        unanswered.clear();
    }

    private static void end(Random random, FakeEnvoy envoy) {
        if (random.nextBoolean()) {
            envoy.cancel();
        } else {
            envoy.halfClose();
        }
    }
}
