package io.modeenvoy.proc;

import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.modeenvoy.ledger.Ledger;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the ledger what calls used, again and again until it takes it: settling is idempotent by id. Thread-safe; blocks only at its end. */
final class Settlements implements AutoCloseable {
    /** Longer than a call to a ledger elsewhere can take. */
    private static final Duration LAST_TRY = Duration.ofMillis(2_500);

    private static final Logger LOG = LoggerFactory.getLogger(Settlements.class);

    private final Ledger ledger;
    private final SettlementQueue queue;
    private final Counter late;
    private final Counter lost;
    /** Calls the ledger has not answered. */
    private final Map<Object, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();

    /** Gives up what the ledger does not take for as long as a hold lasts: then it books by itself what is right for use nobody told. */
    Settlements(Ledger ledger, Duration ttl, MeterRegistry meters) {
        this.ledger = ledger;
        this.queue = new SettlementQueue(ttl.toSeconds(), new SplittableRandom());
        this.late = meters.counter("modeenvoy.ext_proc.settlements", "outcome", "late");
        this.lost = meters.counter("modeenvoy.ext_proc.settlements", "outcome", "lost");
        meters.gauge("modeenvoy.ext_proc.settlements_waiting", queue, SettlementQueue::size);
    }

    void settle(Settlement settlement) {
        tell(settlement, failure -> {
            if (failure != null) {
                keep(settlement, failure);
            }
        });
    }

    private void keep(Settlement settlement, Throwable failure) {
        boolean first = queue.size() == 0;
        if (isFinal(failure) || !queue.offer(settlement)) {
            giveUp(settlement, failure);
        } else if (first) {
            LOG.warn("settle.failed exchange={} reason=\"{}\" action=\"tried again\"", settlement.id(), failure);
        }
    }

    /** Tells some of those that wait, unless it is too early; called once a second. */
    void sweep() {
        queue.due().forEach(one -> tell(one.settlement(), failure -> again(one, failure)));
    }

    private void again(SettlementQueue.Waiting one, @Nullable Throwable failure) {
        if (failure == null) {
            late.increment();
            queue.done();
        } else if (isFinal(failure)) {
            queue.done();
            giveUp(one.settlement(), failure);
        } else if (!queue.refused(one)) {
            giveUp(one.settlement(), failure);
        }
    }

    /** Whether the ledger understood, and will never take it. */
    private static boolean isFinal(Throwable failure) {
        return failure instanceof IllegalArgumentException
                || Status.fromThrowable(failure).getCode() == Status.Code.INVALID_ARGUMENT;
    }

    private void giveUp(Settlement settlement, Throwable failure) {
        lost.increment();
        LOG.error("settle.lost exchange={} amounts={} reason=\"{}\"", settlement.id(), settlement.numbers(), failure);
    }

    private void tell(Settlement settlement, Consumer<@Nullable Throwable> then) {
        CompletableFuture<?> told = asked(settlement)
                .handle((nothing, failure) -> {
                    then.accept(
                            failure instanceof CompletionException && failure.getCause() != null
                                    ? failure.getCause()
                                    : failure);
                    return settlement;
                })
                .toCompletableFuture();
        if (!told.isDone()) {
            Object call = new Object();
            underWay.put(call, told);
            var _ = told.whenComplete((nothing, failure) -> underWay.remove(call));
        }
    }

    /** A ledger that throws has refused: the others that are due must be told all the same. */
    private CompletionStage<Void> asked(Settlement settlement) {
        try {
            return ledger.settle(settlement.id(), settlement.amounts());
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** A last try for those that wait. What is lost is in the log. */
    @Override
    public void close() {
        await();
        queue.close()
                .forEach(settlement -> tell(settlement, failure -> {
                    if (failure != null) {
                        giveUp(settlement, failure);
                    } else {
                        late.increment();
                    }
                }));
        await();
    }

    private void await() {
        try {
            CompletableFuture.allOf(underWay.values().toArray(CompletableFuture[]::new))
                    .get(LAST_TRY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("settle.unanswered settlements={}", underWay.size());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
