package io.modeenvoy.ledger;

import static io.modeenvoy.ledger.Budgets.TTL;
import static io.modeenvoy.ledger.Budgets.amounts;
import static io.modeenvoy.ledger.Budgets.budget;
import static io.modeenvoy.ledger.Budgets.calendar;
import static io.modeenvoy.ledger.Budgets.counts;
import static io.modeenvoy.ledger.Budgets.daily;
import static io.modeenvoy.ledger.Budgets.now;
import static io.modeenvoy.ledger.Budgets.request;
import static io.modeenvoy.ledger.Budgets.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class MemoryLedgerTest {
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
    void holdsUpToTheLimitAndNotOneMore() {
        assertGranted(reserve("a", hundred, 60));
        assertThat(denied("b", hundred, 41).tightest().remaining()).isEqualTo(40);
        assertGranted(reserve("c", hundred, 40));

        assertThat(counts(ledger, "hundred")).isEqualTo("0+100");
        assertGranted(reserve("d", hundred, 0));
    }

    @Test
    void grantTellsTheStatesAfterTheHoldInTheOrderOfTheRequest() {
        ReserveResult result =
                now(ledger.reserve(request("a", new Hold(daily("z", 50), 1), new Hold(daily("b", 70), 2))));

        List<BudgetState> states = ((ReserveResult.Granted) result).states();
        assertThat(states).extracting(state -> state.budget().id()).containsExactly("z", "b");
        assertThat(states).extracting(BudgetState::remaining).containsExactly(49L, 68L);
        assertThat(states.getFirst().windowStart()).isEqualTo("2026-11-19T23:00:00Z");
        assertThat(states.getFirst().windowEnd()).isEqualTo("2026-11-20T23:00:00Z");
    }

    @Test
    void holdsInAllBudgetsOrInNone() {
        BudgetPolicy ten = daily("ten", 10);
        ReserveResult result = now(ledger.reserve(request("a", new Hold(hundred, 20), new Hold(ten, 20))));

        assertThat(((ReserveResult.Denied) result).tightest().budget()).isEqualTo(ten);
        assertThat(counts(ledger, "hundred")).isEqualTo("0+0");
        assertThat(counts(ledger, "ten")).isEqualTo("0+0");
    }

    @Test
    void denialNamesTheBudgetThatHasRoomLast() {
        BudgetPolicy minute = budget("minute", 10, calendar(BudgetWindow.Span.MINUTE), BudgetMode.STRICT);
        BudgetPolicy month = budget("month", 10, calendar(BudgetWindow.Span.MONTH), BudgetMode.STRICT);
        assertGranted(now(ledger.charge(request("a", new Hold(minute, 10), new Hold(month, 10)))));

        ReserveResult result = now(ledger.reserve(request("b", new Hold(month, 1), new Hold(minute, 1))));

        assertThat(((ReserveResult.Denied) result).tightest().budget()).isEqualTo(month);
        assertThat(((ReserveResult.Denied) result).retryAt()).isEqualTo("2026-11-30T23:00:00Z");
    }

    @Test
    void denialNamesTheBudgetThatTheHoldCanNeverFit() {
        BudgetPolicy small = budget("small", 5, calendar(BudgetWindow.Span.MINUTE), BudgetMode.STRICT);
        assertGranted(now(ledger.charge(request("a", hundred, 100))));

        ReserveResult result = now(ledger.reserve(request("b", new Hold(hundred, 6), new Hold(small, 6))));

        assertThat(((ReserveResult.Denied) result).tightest().budget()).isEqualTo(small);
        assertThat(((ReserveResult.Denied) result).retryAt()).isEqualTo("2026-11-20T10:01:00Z");
    }

    @Test
    void denialByOpenHoldsAloneAdvisesAShortWait() {
        assertGranted(reserve("a", hundred, 100));

        assertThat(denied("b", hundred, 1).retryAt()).isEqualTo(clock.instant().plusSeconds(1));
    }

    @Test
    void aBudgetOfNothingDeniesEverythingButNothing() {
        BudgetPolicy nothing = daily("nothing", 0);

        assertThat(denied("a", nothing, 1).tightest().remaining()).isZero();
        assertGranted(reserve("b", nothing, 0));
    }

    @Test
    void settlesAtTheRealUse() {
        reserve("a", hundred, 60);
        now(ledger.settle("a", amounts("hundred", 25)));

        assertThat(counts(ledger, "hundred")).isEqualTo("25+0");
    }

    @Test
    void countsInFullWhatExceedsTheHold() {
        reserve("a", hundred, 60);
        now(ledger.settle("a", amounts("hundred", 130)));

        assertThat(counts(ledger, "hundred")).isEqualTo("130+0");
        assertThat(state(ledger, "hundred").remaining()).isZero();
        assertThat(reserve("b", hundred, 0)).isInstanceOf(ReserveResult.Denied.class);
    }

    @Test
    void settlesOnce() {
        reserve("a", hundred, 60);
        now(ledger.settle("a", amounts("hundred", 25)));
        now(ledger.settle("a", amounts("hundred", 30)));

        assertThat(counts(ledger, "hundred")).isEqualTo("25+0");
    }

    @Test
    void holdsOnceForARepeatedReserve() {
        reserve("a", hundred, 60);
        assertGranted(reserve("a", hundred, 60));

        assertThat(counts(ledger, "hundred")).isEqualTo("0+60");
    }

    @Test
    void aReserveAfterItsSettlementHoldsNothing() {
        reserve("a", hundred, 60);
        now(ledger.settle("a", amounts("hundred", 25)));
        assertGranted(reserve("a", hundred, 60));

        assertThat(counts(ledger, "hundred")).isEqualTo("25+0");
    }

    @Test
    void aSettlementThatOvertakesItsReserveIsBookedWhenTheReserveArrives() {
        now(ledger.settle("a", amounts("hundred", 25)));
        now(ledger.settle("a", amounts("hundred", 99)));
        assertGranted(reserve("a", hundred, 60));
        assertGranted(reserve("a", hundred, 60));

        assertThat(counts(ledger, "hundred")).isEqualTo("25+0");
    }

    @Test
    void anOvertakenReserveIsNotDeniedForWantOfRoom() {
        reserve("full", hundred, 100);
        now(ledger.settle("a", amounts("hundred", 7)));
        assertGranted(reserve("a", hundred, 60));

        assertThat(counts(ledger, "hundred")).isEqualTo("7+100");
    }

    @Test
    void aSettlementThatOvertakesIsForgottenAfterAMinute() {
        now(ledger.settle("a", amounts("hundred", 25)));
        clock.advance(Duration.ofSeconds(61));
        reserve("a", hundred, 60);

        assertThat(counts(ledger, "hundred")).isEqualTo("0+60");
    }

    @Test
    void aHeldBudgetWithoutAnAmountIsUnknownUse() {
        BudgetPolicy elastic = budget("elastic", 100, calendar(BudgetWindow.Span.DAY), BudgetMode.ELASTIC);
        now(ledger.reserve(request("a", new Hold(hundred, 60), new Hold(elastic, 60))));
        now(ledger.settle("a", List.of()));

        assertThat(counts(ledger, "hundred")).isEqualTo("60+0");
        assertThat(counts(ledger, "elastic")).isEqualTo("0+0");
    }

    @Test
    void refusesAnAmountOfABudgetThatIsNotHeldAndChangesNothing() {
        reserve("a", hundred, 60);

        assertThatThrownBy(() -> now(ledger.settle("a", amounts("hundred", 1, "other", 1))))
                .hasMessageContaining("reservation a: budget other (expected: one it holds: [hundred])");
        assertThatThrownBy(() -> now(ledger.extend("a", amounts("other", 1)))).hasMessageContaining("budget other");
        assertThat(counts(ledger, "hundred")).isEqualTo("0+60");
    }

    @Test
    void extendsWhileThereIsRoom() {
        reserve("a", hundred, 60);
        assertGranted(now(ledger.extend("a", amounts("hundred", 40))));
        assertThat(now(ledger.extend("a", amounts("hundred", 1)))).isInstanceOf(ReserveResult.Denied.class);
        assertThat(counts(ledger, "hundred")).isEqualTo("0+100");

        now(ledger.settle("a", amounts("hundred", 70)));
        assertThat(counts(ledger, "hundred")).isEqualTo("70+0");
    }

    @Test
    void extendRenewsTheTimeToLive() {
        reserve("a", hundred, 60);
        clock.advance(TTL.minusSeconds(1));
        now(ledger.extend("a", List.of()));
        clock.advance(TTL.minusSeconds(1));

        assertThat(counts(ledger, "hundred")).isEqualTo("0+60");
    }

    @Test
    void extendsOnlyWhatIsOpen() {
        reserve("settled", hundred, 1);
        now(ledger.settle("settled", List.of()));
        now(ledger.settle("overtaken", List.of()));
        reserve("expired", hundred, 1);
        clock.advance(TTL.plusSeconds(1));

        for (String id : List.of("settled", "expired", "unknown")) {
            assertThatThrownBy(() -> now(ledger.extend(id, amounts("hundred", 1))))
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("reservation " + id + ": " + id + " (expected: open)");
        }
        assertThatThrownBy(() -> now(ledger.extend("overtaken", List.of()))).hasMessageContaining("settled");
    }

    @Test
    void expiryBooksTheHoldOfStrictBudgetsOnly() {
        BudgetPolicy elastic = budget("elastic", 100, calendar(BudgetWindow.Span.DAY), BudgetMode.ELASTIC);
        BudgetPolicy shadow = budget("shadow", 100, calendar(BudgetWindow.Span.DAY), BudgetMode.SHADOW);
        now(ledger.reserve(request("a", new Hold(hundred, 60), new Hold(elastic, 60), new Hold(shadow, 60))));
        clock.advance(TTL);
        ledger.tick();

        assertThat(counts(ledger, "hundred")).isEqualTo("60+0");
        assertThat(counts(ledger, "elastic")).isEqualTo("0+0");
        assertThat(counts(ledger, "shadow")).isEqualTo("0+0");
    }

    @Test
    void aSettlementAfterExpiryRaisesWhatWasBookedAndNeverLowersIt() {
        BudgetPolicy elastic = budget("elastic", 100, calendar(BudgetWindow.Span.DAY), BudgetMode.ELASTIC);
        now(ledger.reserve(request("less", new Hold(hundred, 30), new Hold(elastic, 30))));
        reserve("more", hundred, 30);
        clock.advance(TTL);
        now(ledger.settle("less", amounts("hundred", 10, "elastic", 10)));
        now(ledger.settle("more", amounts("hundred", 35)));
        now(ledger.settle("more", amounts("hundred", 90)));

        assertThat(counts(ledger, "hundred")).isEqualTo("65+0");
        assertThat(counts(ledger, "elastic")).isEqualTo("10+0");
        assertGranted(reserve("more", hundred, 60));
        assertThat(counts(ledger, "hundred")).isEqualTo("65+0");
    }

    @Test
    void aReserveAfterExpiryHoldsNothing() {
        reserve("a", hundred, 60);
        clock.advance(TTL);
        assertGranted(reserve("a", hundred, 60));

        assertThat(counts(ledger, "hundred")).isEqualTo("60+0");
    }

    @Test
    void shadowCountsAndNeverDenies() {
        BudgetPolicy shadow = budget("shadow", 10, calendar(BudgetWindow.Span.DAY), BudgetMode.SHADOW);
        assertGranted(reserve("a", shadow, Long.MAX_VALUE));
        assertGranted(reserve("b", shadow, Long.MAX_VALUE));
        assertThat(counts(ledger, "shadow")).isEqualTo("0+" + Long.MAX_VALUE);

        now(ledger.settle("a", amounts("shadow", Long.MAX_VALUE)));
        now(ledger.settle("b", amounts("shadow", Long.MAX_VALUE)));
        assertThat(counts(ledger, "shadow")).isEqualTo(Long.MAX_VALUE + "+0");
        assertThat(state(ledger, "shadow").remaining()).isZero();
    }

    @Test
    void elasticDeniesByEstimatesButMayBeExceeded() {
        BudgetPolicy elastic = budget("elastic", 100, calendar(BudgetWindow.Span.DAY), BudgetMode.ELASTIC);
        assertGranted(reserve("a", elastic, 90));
        assertThat(reserve("b", elastic, 20)).isInstanceOf(ReserveResult.Denied.class);
        now(ledger.settle("a", amounts("elastic", 140)));

        assertThat(counts(ledger, "elastic")).isEqualTo("140+0");
    }

    @Test
    void greatestAmountsDoNotOverflow() {
        BudgetPolicy huge = daily("huge", Long.MAX_VALUE);
        assertGranted(reserve("a", huge, Long.MAX_VALUE));
        assertThat(reserve("b", huge, 1)).isInstanceOf(ReserveResult.Denied.class);
        assertThat(reserve("c", huge, Long.MAX_VALUE)).isInstanceOf(ReserveResult.Denied.class);
        now(ledger.settle("a", amounts("huge", Long.MAX_VALUE, "huge", Long.MAX_VALUE)));

        assertThat(denied("d", huge, Long.MAX_VALUE).retryAt()).isEqualTo("2026-11-20T23:00:00Z");
    }

    @Test
    void chargeBooksAtOnceOrNotAtAll() {
        BudgetPolicy ten = daily("ten", 10);
        assertGranted(now(ledger.charge(request("a", new Hold(hundred, 10), new Hold(ten, 10)))));
        ReserveResult result = now(ledger.charge(request("b", new Hold(hundred, 1), new Hold(ten, 1))));

        assertThat(((ReserveResult.Denied) result).tightest().budget()).isEqualTo(ten);
        assertThat(counts(ledger, "hundred")).isEqualTo("10+0");
        assertThat(counts(ledger, "ten")).isEqualTo("10+0");
    }

    @Test
    void defaultChargeReservesAndSettles() {
        Ledger plain = new ForwardingLedger(ledger);
        assertGranted(now(plain.charge(request("a", hundred, 100))));
        assertThat(now(plain.charge(request("b", hundred, 1)))).isInstanceOf(ReserveResult.Denied.class);

        assertThat(counts(ledger, "hundred")).isEqualTo("100+0");
    }

    @Test
    void refusesRequestsThatMakeNoSense() {
        assertThatThrownBy(() -> new Amount("b", -1)).hasMessage("b amount: -1 (expected: >= 0)");
        assertThatThrownBy(() -> new Hold(hundred, -1)).hasMessage("hundred amount: -1 (expected: >= 0)");
        assertThatThrownBy(() -> request("", hundred, 1)).hasMessageContaining("id: empty");
        assertThatThrownBy(() -> request("a", new Hold(hundred, 1), new Hold(hundred, 2)))
                .hasMessage("holds: hundred twice (expected: once)");
        assertThatThrownBy(() -> new ReserveRequest("a", List.of(), Duration.ZERO))
                .hasMessage("ttl: PT0S (expected: more than 0)");
    }

    @Test
    void theLongestTimeToLiveDoesNotOverflow() {
        ReserveRequest forever =
                new ReserveRequest("a", List.of(new Hold(hundred, 1)), ChronoUnit.FOREVER.getDuration());
        assertGranted(now(ledger.reserve(forever)));
        clock.advance(Duration.ofDays(367));

        assertThatThrownBy(() -> now(ledger.extend("a", List.of()))).hasMessageContaining("expired");
    }

    @Test
    void aTickEndsWellWhateverHappens() {
        Deque<Supplier<Long>> times = new ArrayDeque<>(List.of(() -> 0L));
        MemoryLedger any =
                new MemoryLedger(() -> Instant.ofEpochMilli(times.getLast().get()), Journal.none());
        times.add(() -> {
            throw new IllegalStateException("a mistake of ours");
        });
        any.tick();
        times.add(() -> {
            throw new OutOfMemoryError("for the moment");
        });
        any.tick();
        times.add(() -> 1L);

        assertThat(now(any.states())).isEmpty();
    }
}
