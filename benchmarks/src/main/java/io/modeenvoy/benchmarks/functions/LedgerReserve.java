package io.modeenvoy.benchmarks.functions;

import io.modeenvoy.ledger.Amount;
import io.modeenvoy.ledger.Hold;
import io.modeenvoy.ledger.Journal;
import io.modeenvoy.ledger.MemoryLedger;
import io.modeenvoy.ledger.ReserveRequest;
import io.modeenvoy.ledger.ReserveResult;
import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetTarget;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.BudgetWindow;
import io.modeenvoy.policy.NamespacedName;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reserve and settle against several budgets in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LedgerReserve {
    private final MemoryLedger ledger = new MemoryLedger(InstantSource.system(), Journal.none());
    private final List<Hold> holds = new ArrayList<>();
    private final List<Amount> used = new ArrayList<>();
    private long next;

    @Param({"1", "4"})
    private int budgets;

    /** Makes the budgets. */
    @Setup
    public void budgets() {
        for (int i = 0; i < budgets; i++) {
            BudgetPolicy budget = new BudgetPolicy(
                    "demo/budget-" + i + "/total-tokens/day",
                    new NamespacedName("demo", "budget-" + i),
                    new BudgetTarget(BudgetTarget.Kind.CONSUMER, new NamespacedName("demo", "app")),
                    BudgetUnit.TOTAL_TOKENS,
                    Long.MAX_VALUE / 4,
                    "",
                    new BudgetWindow.Calendar(BudgetWindow.Span.DAY, ZoneOffset.UTC),
                    BudgetMode.STRICT);
            holds.add(new Hold(budget, 1000));
            used.add(new Amount(budget.id(), 300));
        }
    }

    @Benchmark
    public ReserveResult reserveAndSettle() {
        String id = Long.toString(next++);
        ReserveResult result = ledger.reserve(new ReserveRequest(id, holds, Duration.ofMinutes(10)))
                .toCompletableFuture()
                .join();
        ledger.settle(id, used);
        return result;
    }
}
