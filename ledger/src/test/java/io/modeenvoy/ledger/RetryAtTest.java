package io.modeenvoy.ledger;

import static io.modeenvoy.ledger.Budgets.now;
import static io.modeenvoy.ledger.Budgets.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When there is room again, and that there never is too much. */
class RetryAtTest {
    private static final Duration LENGTH = Duration.ofMinutes(10);

    private final TestClock clock = new TestClock("2026-11-20T10:00:00Z");
    private final MemoryLedger ledger = new MemoryLedger(clock, Journal.none());

    private boolean charge(BudgetPolicy budget, long amount) {
        return now(ledger.charge(request("x", budget, amount))) instanceof ReserveResult.Granted;
    }

    @Test
    void thereIsRoomAtTheTimeGivenAndNotAMillisecondBefore() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            BudgetWindow window = random.nextBoolean()
                    ? new BudgetWindow.Sliding(LENGTH.plusMillis(random.nextInt(100)))
                    : Budgets.calendar(BudgetWindow.Span.HOUR);
            BudgetPolicy budget = Budgets.budget("retry-" + seed, 100, window, BudgetMode.STRICT);
            for (int i = 0; i < 40; i++) {
                clock.advance(Duration.ofMillis(random.nextInt(60_000)));
                long amount = random.nextLong(1, 41);
                if (!charge(budget, amount)) {
                    check(budget, amount, "seed " + seed + " step " + i);
                }
            }
        }
    }

    private void check(BudgetPolicy budget, long amount, String what) {
        ReserveResult.Denied denied = (ReserveResult.Denied) now(ledger.charge(request("x", budget, amount)));
        clock.set(denied.retryAt().minusMillis(1));
        assertThat(charge(budget, amount)).as(what).isFalse();
        clock.set(denied.retryAt());
        assertThat(charge(budget, amount)).as(what).isTrue();
    }

    @Test
    void noRealSpanOfTheLengthEverHasMoreThanTheLimit() {
        BudgetPolicy budget = Budgets.sliding("sliding", 100, LENGTH);
        Random random = new Random(7);
        List<Instant> times = new ArrayList<>();
        List<Long> amounts = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            clock.advance(Duration.ofMillis(random.nextInt(20_000)));
            long amount = random.nextInt(20);
            if (charge(budget, amount)) {
                times.add(clock.instant());
                amounts.add(amount);
                assertThat(usedIn(times, amounts)).isLessThanOrEqualTo(100);
            }
        }
        assertThat(times).hasSizeGreaterThan(500);
    }

    private static long usedIn(List<Instant> times, List<Long> amounts) {
        Instant from = times.getLast().minus(LENGTH);
        long sum = 0;
        for (int i = times.size() - 1; i >= 0 && times.get(i).isAfter(from); i--) {
            sum += amounts.get(i);
        }
        return sum;
    }

    @Test
    void useLeavesASlidingWindowAtMostOneBucketLate() {
        BudgetPolicy budget = Budgets.sliding("sliding", 1, LENGTH);
        charge(budget, 1);
        clock.advance(LENGTH);
        assertThat(charge(budget, 1)).isFalse();
        clock.advance(LENGTH.dividedBy(SlidingCounter.BUCKETS));

        assertThat(charge(budget, 1)).isTrue();
    }

    @Test
    void theShortestSlidingWindowWorks() {
        BudgetPolicy budget = Budgets.sliding("short", 1, Duration.ofMillis(1));
        assertThat(charge(budget, 1)).isTrue();
        assertThat(charge(budget, 1)).isFalse();
        clock.advance(Duration.ofMillis(61));
        assertThat(charge(budget, 1)).isTrue();
    }

    @Test
    void aSlidingWindowEndsWhenAllThatCountsHasLeft() {
        BudgetPolicy budget = Budgets.sliding("sliding", 10, LENGTH);
        charge(budget, 1);
        clock.advance(Duration.ofMinutes(1));
        charge(budget, 1);
        Instant end = Budgets.state(ledger, "sliding").windowEnd();
        clock.set(end.minusMillis(1));
        assertThat(Budgets.counts(ledger, "sliding")).isEqualTo("1+0");
        clock.set(end);
        assertThat(Budgets.counts(ledger, "sliding")).isEqualTo("0+0");
        assertThat(Budgets.state(ledger, "sliding").windowEnd()).isAfter(end);
    }
}
