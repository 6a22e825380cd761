package io.modeenvoy.ratelimit;

import static io.modeenvoy.ratelimit.Budgets.requests;
import static io.modeenvoy.ratelimit.Server.descriptor;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.modeenvoy.ledger.FileJournal;
import io.modeenvoy.ledger.Hold;
import io.modeenvoy.ledger.Ledger;
import io.modeenvoy.ledger.MemoryLedger;
import io.modeenvoy.ledger.ReserveRequest;
import io.modeenvoy.ledger.ReserveResult;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both services over a ledger of which records were lost. */
class ClosedBudgetTest {
    private final BudgetPolicy budget = requests(BudgetTarget.Kind.TENANT, "acme", 10, Budgets.DAY);

    @TempDir
    private Path temporary;

    private Ledger damaged(TestClock clock) {
        Path dir = temporary.resolve("ledger");
        try {
            new MemoryLedger(clock, FileJournal.open(dir)).close();
            try (Stream<Path> files = Files.list(dir)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            return new MemoryLedger(clock, FileJournal.open(dir));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void isOverLimitAndSaysWhatTheOperatorMustDo() {
        try (Server server = new Server(this::damaged).with(budget)) {
            RateLimitResponse answer = server.ask(descriptor("route", "httproute/shop/cart", "tenant", "acme"));

            assertThat(answer.getOverallCode()).isEqualTo(RateLimitResponse.Code.OVER_LIMIT);
            assertThat(answer.getRawBody().toStringUtf8()).contains("budget_closed", "modeenvoy ledger accept");
            assertThat(server.decisions("closed")).isEqualTo(1);
        }
    }

    @Test
    void isToldToEnforcersElsewhere() {
        try (Server server = new Server(this::damaged).with(budget)) {
            ReserveRequest request = new ReserveRequest("a", List.of(new Hold(budget, 1)), Duration.ofSeconds(30));

            ReserveResult answer =
                    server.ledger().reserve(request).toCompletableFuture().join();

            assertThat(answer).isInstanceOfSatisfying(ReserveResult.Closed.class, closed -> {
                assertThat(closed.budget().budget()).isEqualTo(budget);
                assertThat(closed.opensAt()).isEqualTo(closed.budget().windowEnd());
            });
        }
    }
}
