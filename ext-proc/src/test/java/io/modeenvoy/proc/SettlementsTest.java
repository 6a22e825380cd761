package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.modeenvoy.ledger.Amount;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of use that the ledger does not take at once. */
final class SettlementsTest {
    private static final Duration TTL = Duration.ofMinutes(5);
    private final Throwable away = Status.UNAVAILABLE.asRuntimeException();

    private final FakeLedger ledger = new FakeLedger();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Settlements settlements = new Settlements(ledger, TTL, meters);

    private static Settlement used(String id, long amount) {
        return new Settlement(id, List.of(new Amount("demo/daily", amount)));
    }

    private void sweeps(int count) {
        IntStream.range(0, count).forEach(one -> settlements.sweep());
    }

    private double count(String outcome) {
        return meters.get("modeenvoy.ext_proc.settlements")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private double waiting() {
        return meters.get("modeenvoy.ext_proc.settlements_waiting").gauge().value();
    }

    @Test
    void tellsALedgerThatWasAwayAsSoonAsItIsBack() {
        ledger.refusal = away;
        settlements.settle(used("a", 7));
        settlements.settle(used("b", 0));
        sweeps(60);
        assertThat(waiting()).isEqualTo(2);
        assertThat(ledger.refused).as("tries in a minute of absence").isBetween(8, 60);

        ledger.refusal = null;
        sweeps(17);

        assertThat(ledger.settled)
                .containsExactlyInAnyOrder(
                        new FakeLedger.Settled("a", used("a", 7).amounts()),
                        new FakeLedger.Settled("b", used("b", 0).amounts()));
        assertThat(count("late")).isEqualTo(2);
        assertThat(waiting()).isZero();
    }

    @Test
    void doesNotAskALedgerThatIsAwayForEachThatWaits() {
        ledger.refusal = away;
        IntStream.range(0, 10_000).forEach(call -> settlements.settle(used("call-" + call, 1)));
        ledger.refused = 0;
        sweeps(60);
        assertThat(ledger.refused).isLessThan(1_000);

        ledger.refusal = null;
        sweeps(17 + 4);

        assertThat(ledger.settled).hasSize(10_000);
    }

    @Test
    void givesUpWhenTheHoldIsOver() {
        ledger.refusal = away;
        settlements.settle(used("a", 7));
        sweeps((int) TTL.toSeconds() - 17);
        assertThat(count("lost")).isZero();
        sweeps(2 * 17);

        assertThat(count("lost")).isEqualTo(1);
        assertThat(waiting()).isZero();
    }

    @Test
    void givesUpAtOnceWhatTheLedgerWillNeverTake() {
        ledger.refusal = Status.INVALID_ARGUMENT.asRuntimeException();
        settlements.settle(used("a", 7));
        ledger.refusal = new IllegalArgumentException("budget demo/daily (expected: one it holds)");
        settlements.settle(used("b", 7));

        assertThat(count("lost")).isEqualTo(2);
        assertThat(waiting()).isZero();
    }

    @Test
    void keepsRoomForUseWhenMoreWaitThanItHoldsInMemory() {
        ledger.refusal = away;
        IntStream.range(0, SettlementQueue.MOST).forEach(call -> settlements.settle(used("back-" + call, 0)));
        assertThat(waiting()).isEqualTo(SettlementQueue.MOST / 2.0);
        IntStream.range(0, SettlementQueue.MOST).forEach(call -> settlements.settle(used("used-" + call, 1)));

        assertThat(waiting()).isEqualTo(SettlementQueue.MOST);
        assertThat(count("lost")).isEqualTo(SettlementQueue.MOST);
    }

    @Test
    void goesOnWithALedgerThatThrows() {
        ledger.thrown = new IllegalStateException("channel is closed");
        IntStream.range(0, 20).forEach(call -> settlements.settle(used("call-" + call, 1)));
        sweeps(20);
        assertThat(waiting()).isEqualTo(20);

        ledger.thrown = null;
        sweeps(17 + 4);

        assertThat(ledger.settled).hasSize(20);
        assertThat(waiting()).isZero();
    }

    @Test
    void triesALastTimeAtTheEnd() {
        ledger.refusal = away;
        settlements.settle(used("a", 7));
        settlements.settle(used("b", 8));
        ledger.refusal = null;

        settlements.close();

        assertThat(ledger.charged("b")).containsExactly(8L);
        assertThat(ledger.charged("a")).containsExactly(7L);
        assertThat(count("lost")).isZero();
    }

    @Test
    void countsAsLostWhatTheLedgerDoesNotTakeAtTheEnd() {
        ledger.refusal = away;
        settlements.settle(used("a", 7));

        settlements.close();
        settlements.settle(used("b", 8));

        assertThat(count("lost")).isEqualTo(2);
    }
}
