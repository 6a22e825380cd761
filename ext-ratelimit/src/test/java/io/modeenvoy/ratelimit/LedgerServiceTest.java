package io.modeenvoy.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.modeenvoy.ledger.Amount;
import io.modeenvoy.ledger.BudgetState;
import io.modeenvoy.ledger.Hold;
import io.modeenvoy.ledger.Ledger;
import io.modeenvoy.ledger.ReserveRequest;
import io.modeenvoy.ledger.ReserveResult;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetTarget;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.BudgetWindow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerServiceTest {
    private final BudgetPolicy tokens =
            Budgets.budget(BudgetTarget.Kind.TENANT, "acme", 100, Budgets.DAY, BudgetUnit.TOTAL_TOKENS);
    private final BudgetPolicy sliding = Budgets.budget(
            BudgetTarget.Kind.TENANT,
            "acme",
            50,
            new BudgetWindow.Sliding(Duration.ofHours(1)),
            BudgetUnit.INPUT_TOKENS);
    private final Server server = new Server().with(tokens, sliding);
    private final Ledger ledger = server.ledger();

    @AfterEach
    void stop() {
        server.close();
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static ReserveRequest request(String id, Hold... holds) {
        return new ReserveRequest(id, List.of(holds), Duration.ofSeconds(30));
    }

    private String counts(BudgetPolicy budget) {
        BudgetState state = now(ledger.states()).stream()
                .filter(one -> one.budget().equals(budget))
                .findFirst()
                .orElseThrow();
        return state.settled() + "+" + state.reserved();
    }

    @Test
    void reservesExtendsAndSettlesAsTheLedgerBehindItDoes() {
        ReserveResult granted = now(ledger.reserve(request("a", new Hold(tokens, 60), new Hold(sliding, 10))));
        assertThat(((ReserveResult.Granted) granted).states())
                .extracting(BudgetState::remaining)
                .containsExactly(40L, 40L);
        assertThat(((ReserveResult.Granted) granted).states().getFirst().windowEnd())
                .isEqualTo("2026-11-21T00:00:00Z");

        assertThat(now(ledger.extend("a", List.of(new Amount(tokens.id(), 10)))))
                .isInstanceOf(ReserveResult.Granted.class);
        ReserveResult denied = now(ledger.extend("a", List.of(new Amount(tokens.id(), 31))));
        assertThat(((ReserveResult.Denied) denied).tightest().budget()).isEqualTo(tokens);
        assertThat(((ReserveResult.Denied) denied).retryAt()).isEqualTo("2026-11-20T10:00:01.500Z");
        assertThat(counts(tokens)).isEqualTo("0+70");

        now(ledger.settle("a", List.of(new Amount(tokens.id(), 25), new Amount(sliding.id(), 5))));
        assertThat(counts(tokens)).isEqualTo("25+0");
        assertThat(counts(sliding)).isEqualTo("5+0");
    }

    @Test
    void charges() {
        assertThat(now(ledger.charge(request("a", new Hold(tokens, 100))))).isInstanceOf(ReserveResult.Granted.class);
        assertThat(now(ledger.charge(request("b", new Hold(tokens, 1))))).isInstanceOf(ReserveResult.Denied.class);
        assertThat(counts(tokens)).isEqualTo("100+0");
    }

    @Test
    void theServersDefinitionOfABudgetCounts() {
        BudgetPolicy greedy =
                Budgets.budget(BudgetTarget.Kind.TENANT, "acme", 1_000_000, Budgets.DAY, BudgetUnit.TOTAL_TOKENS);

        assertThat(now(ledger.reserve(request("a", new Hold(greedy, 101))))).isInstanceOf(ReserveResult.Denied.class);
    }

    @Test
    void anUnknownBudgetIsNamed() {
        BudgetPolicy unknown = Budgets.requests(BudgetTarget.Kind.TENANT, "nobody", 1, Budgets.DAY);

        assertThatThrownBy(() -> now(ledger.reserve(request("a", new Hold(tokens, 1), new Hold(unknown, 1)))))
                .hasRootCauseMessage("FAILED_PRECONDITION: budget shop/nobody/REQUESTS: unknown"
                        + " (expected: one of the control plane's)");
    }

    @Test
    void whatIsNotOpenCannotBeExtended() {
        assertThatThrownBy(() -> now(ledger.extend("a", List.of())))
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("reservation a: unknown (expected: open)");
    }

    @Test
    void mistakesAreInvalidArguments() {
        now(ledger.reserve(request("a", new Hold(tokens, 1))));

        assertThatThrownBy(() -> now(ledger.settle("a", List.of(new Amount("other", 1)))))
                .satisfies(error ->
                        assertThat(Status.fromThrowable(error).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
                .hasMessageContaining("budget other");
    }

    @Test
    void nothingIsReservedBeforeTheBudgetsHaveArrived() {
        try (Server early = new Server()) {
            assertThatThrownBy(() -> now(early.ledger().reserve(request("a", new Hold(tokens, 1)))))
                    .satisfies(error ->
                            assertThat(Status.fromThrowable(error).getCode()).isEqualTo(Status.Code.UNAVAILABLE));
        }
    }

    @Test
    void aServerThatIsGoneFailsTheCall() {
        server.close();

        assertThatThrownBy(() -> now(ledger.states()))
                .satisfies(error ->
                        assertThat(Status.fromThrowable(error).getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    }
}
