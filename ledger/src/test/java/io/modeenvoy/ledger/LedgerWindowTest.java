package io.modeenvoy.ledger;

import static io.modeenvoy.ledger.Budgets.amounts;
import static io.modeenvoy.ledger.Budgets.budget;
import static io.modeenvoy.ledger.Budgets.counts;
import static io.modeenvoy.ledger.Budgets.daily;
import static io.modeenvoy.ledger.Budgets.now;
import static io.modeenvoy.ledger.Budgets.request;
import static io.modeenvoy.ledger.Budgets.sliding;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.policy.BudgetPolicy;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Windows pass and change while calls are under way. */
class LedgerWindowTest {
    private final TestClock clock = new TestClock("2026-11-20T10:00:00Z");
    private final MemoryLedger ledger = new MemoryLedger(clock, Journal.none());
    private final BudgetPolicy hundred = daily("hundred", 100);

    private ReserveResult reserve(String id, BudgetPolicy budget, long amount) {
        return now(ledger.reserve(request(id, budget, amount)));
    }

    private ReserveResult.Denied denied(String id, BudgetPolicy budget, long amount) {
        return (ReserveResult.Denied) reserve(id, budget, amount);
    }

    private static void assertGranted(ReserveResult result) {
        assertThat(result).isInstanceOf(ReserveResult.Granted.class);
    }

    @Test
    void useIsKeptWhenTheAmountChanges() {
        reserve("a", hundred, 60);
        assertGranted(reserve("b", daily("hundred", 200), 140));
        assertThat(denied("c", daily("hundred", 50), 1).tightest().remaining()).isZero();

        now(ledger.settle("a", amounts("hundred", 20)));
        assertThat(counts(ledger, "hundred")).isEqualTo("20+140");
    }

    @Test
    void useAndHoldsAreBookedWhenTheWindowChanges() {
        now(ledger.charge(request("a", hundred, 10)));
        reserve("b", hundred, 60);
        BudgetPolicy hour = sliding("hundred", 100, Duration.ofHours(1));
        reserve("c", hour, 5);
        assertThat(counts(ledger, "hundred")).isEqualTo("70+5");

        now(ledger.settle("b", amounts("hundred", 1)));
        assertThat(counts(ledger, "hundred")).isEqualTo("70+5");
    }

    @Test
    void timeNeverGoesBack() {
        now(ledger.charge(request("a", hundred, 60)));
        clock.advance(Duration.ofDays(-3));
        assertThat(reserve("b", hundred, 60)).isInstanceOf(ReserveResult.Denied.class);

        BudgetPolicy hour = sliding("hour", 100, Duration.ofHours(1));
        now(ledger.charge(request("c", hour, 60)));
        clock.advance(Duration.ofHours(-3));
        assertThat(reserve("d", hour, 60)).isInstanceOf(ReserveResult.Denied.class);
    }

    @Test
    void aReservationBelongsToTheWindowInWhichItWasMade() {
        clock.set(Instant.parse("2026-11-20T22:59:59Z"));
        reserve("a", hundred, 60);
        clock.set(Instant.parse("2026-11-20T23:00:00Z"));
        assertGranted(reserve("b", hundred, 100));
        now(ledger.settle("a", amounts("hundred", 60)));

        assertThat(counts(ledger, "hundred")).isEqualTo("0+100");
    }

    @Test
    void anExtensionInTheNextWindowIsHeldThere() {
        clock.set(Instant.parse("2026-11-20T23:00:00Z").minusSeconds(20));
        reserve("a", hundred, 60);
        clock.advance(Duration.ofSeconds(20));
        assertGranted(now(ledger.extend("a", amounts("hundred", 30))));
        assertThat(counts(ledger, "hundred")).isEqualTo("0+30");

        now(ledger.settle("a", amounts("hundred", 75)));
        assertThat(counts(ledger, "hundred")).isEqualTo("15+0");
    }
}
