package io.modeenvoy.ledger;

import static io.modeenvoy.ledger.Budgets.amounts;
import static io.modeenvoy.ledger.Budgets.counts;
import static io.modeenvoy.ledger.Budgets.daily;
import static io.modeenvoy.ledger.Budgets.now;
import static io.modeenvoy.ledger.Budgets.request;
import static io.modeenvoy.ledger.Budgets.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.policy.BudgetPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 64 threads at once. */
class LedgerConcurrencyTest {
    private static final int THREADS = 64;

    @TempDir
    private Path dir;

    private final TestClock clock = new TestClock("2026-11-20T10:00:00Z");

    private static <T> List<T> all(IntFunction<Callable<T>> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<T> results = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Callable<T> callable = work.apply(i);
                futures.add(pool.submit(() -> {
                    start.await();
                    return callable.call();
                }));
            }
            for (Future<T> future : futures) {
                results.add(future.get());
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
        return results;
    }

    @Test
    void sixtyFourCallsForABudgetOfTenAreTenGrants() throws Exception {
        for (int round = 0; round < 50; round++) {
            MemoryLedger ledger = new MemoryLedger(clock, Journal.none());
            BudgetPolicy ten = daily("ten", 10);
            List<Boolean> granted =
                    all(i -> () -> now(ledger.reserve(request("r" + i, ten, 1))) instanceof ReserveResult.Granted);

            assertThat(granted).filteredOn(one -> one).hasSize(10);
            assertThat(counts(ledger, "ten")).isEqualTo("0+10");
        }
    }

    @Test
    void neverExceedsAnyBudgetWhateverIsInterleaved() throws Exception {
        MemoryLedger ledger = new MemoryLedger(clock, FileJournal.open(dir.resolve("ledger"), 200_000));
        List<BudgetPolicy> budgets = List.of(
                daily("a", 1000), daily("b", 700), daily("c", 400), Budgets.sliding("d", 900, Duration.ofHours(1)));
        AtomicLong[] settled = {new AtomicLong(), new AtomicLong(), new AtomicLong(), new AtomicLong()};

        all(thread -> () -> work(ledger, budgets, settled, thread));

        for (int i = 0; i < budgets.size(); i++) {
            BudgetState state = state(ledger, budgets.get(i).id());
            assertThat(state.settled()).as(state.toString()).isEqualTo(settled[i].get());
            assertThat(state.reserved()).as(state.toString()).isZero();
            assertThat(state.settled()).isLessThanOrEqualTo(budgets.get(i).amount());
        }
        assertThat(settled[2].get()).isGreaterThan(300);
        assertSurvives(ledger);
    }

    private static int work(MemoryLedger ledger, List<BudgetPolicy> budgets, AtomicLong[] settled, int thread) {
        Random random = new Random(thread);
        for (int call = 0; call < 200; call++) {
            List<BudgetPolicy> some = new ArrayList<>(budgets);
            Collections.shuffle(some, random);
            some = some.subList(0, 1 + random.nextInt(budgets.size()));
            call(ledger, budgets, settled, "t" + thread + "-" + call, some, random);
            ledger.tick();
        }
        return thread;
    }

    private static void call(
            MemoryLedger ledger,
            List<BudgetPolicy> budgets,
            AtomicLong[] settled,
            String id,
            List<BudgetPolicy> some,
            Random random) {
        Hold[] holds = some.stream().map(budget -> new Hold(budget, 20)).toArray(Hold[]::new);
        if (now(ledger.reserve(request(id, holds))) instanceof ReserveResult.Granted) {
            BudgetPolicy first = some.getFirst();
            boolean more = now(ledger.extend(id, amounts(first.id(), 5))) instanceof ReserveResult.Granted;
            List<Amount> used = new ArrayList<>();
            for (BudgetPolicy budget : some) {
                long amount = random.nextInt(more && budget.equals(first) ? 26 : 21) / 8;
                used.add(new Amount(budget.id(), amount));
                settled[budgets.indexOf(budget)].addAndGet(amount);
            }
            now(ledger.settle(id, used));
        }
        for (BudgetState state : now(ledger.states())) {
            assertThat(state.settled() + state.reserved())
                    .isLessThanOrEqualTo(state.budget().amount());
        }
    }

    private void assertSurvives(MemoryLedger ledger) throws IOException {
        List<BudgetState> before = now(ledger.states());
        ledger.close();
        try (MemoryLedger again = new MemoryLedger(clock, FileJournal.open(dir.resolve("ledger")))) {
            assertThat(now(again.states())).isEqualTo(before);
        }
    }

    @Test
    void anIdIsHeldAndSettledOnceHoweverManyThreadsRepeatIt() throws Exception {
        MemoryLedger ledger = new MemoryLedger(clock, Journal.none());
        BudgetPolicy budget = daily("a", 1_000_000);
        all(thread -> () -> {
            for (int call = 0; call < 300; call++) {
                if ((thread + call) % 2 == 0) {
                    now(ledger.reserve(request("r" + call, budget, 10)));
                } else {
                    now(ledger.settle("r" + call, amounts("a", 7)));
                }
            }
            return thread;
        });

        assertThat(counts(ledger, "a")).isEqualTo(300 * 7 + "+0");
    }

    @Test
    void changesOfABudgetLoseNoUse() throws Exception {
        MemoryLedger ledger = new MemoryLedger(clock, FileJournal.open(dir.resolve("ledger")));
        all(thread -> () -> {
            for (int call = 0; call < 100; call++) {
                now(ledger.charge(request("x", daily("a", 1_000_000 + (thread + call) % 3), 1)));
            }
            return thread;
        });

        assertThat(counts(ledger, "a")).isEqualTo(THREADS * 100 + "+0");
        assertSurvives(ledger);
    }
}
