package io.modeenvoy.ledger;

import io.modeenvoy.ledger.journal.Entry;
import io.modeenvoy.policy.BudgetPolicy;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger in this process. Every call is decided and recorded on the caller's thread before it returns; the stages it gives are
 * complete.
 *
 * <p>Locks, in this order: the shared side of {@code cut} around every step and its record; the stripe of the reservation id; the
 * accounts by id. Records are written after stripe and accounts are free. The exclusive side of {@code cut} is for new or changed
 * definitions and for the moment in which a snapshot is taken.
 */
public final class MemoryLedger implements Ledger, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryLedger.class);

    private final InstantSource clock;
    private final Journal journal;
    private final StampedLock cut = new StampedLock();
    /** Held while a snapshot is taken and written; before {@code cut}. */
    private final ReentrantLock compacting = new ReentrantLock();

    private final Accounts accounts = new Accounts();
    private final Reservations reservations = new Reservations();
    private final ReservationSteps steps = new ReservationSteps(reservations, this::unknownBefore);

    /** Starts from what the journal has kept: open reservations go on until they are settled or expire. */
    public MemoryLedger(InstantSource clock, Journal journal) {
        this.clock = clock;
        this.journal = journal;
        journal.recover(new Recovery(accounts, reservations)::apply);
        journal.begin(Instant.ofEpochMilli(Math.max(clock.millis(), accounts.after())));
        reservations.forgetSettled();
        expire(clock.millis());
        compact();
    }

    @Override
    public CompletionStage<ReserveResult> reserve(ReserveRequest request) {
        return attempt(now -> withAccounts(request.holds(), now, asks -> steps.reserve(request, asks, now)));
    }

    @Override
    public CompletionStage<ReserveResult> charge(ReserveRequest request) {
        return attempt(now -> withAccounts(request.holds(), now, asks -> charge(asks, now)));
    }

    private Step<ReserveResult> charge(List<Ask> asks, long now) {
        Admission.Verdict verdict = Admission.charge(asks, now, unknownBefore());
        return new Step<>(verdict.result(), verdict.parts().isEmpty() ? null : Entries.charge(verdict.parts()));
    }

    @Override
    public CompletionStage<ReserveResult> extend(String reservationId, List<Amount> amounts) {
        return attempt(now -> recorded(() -> steps.extend(reservationId, amounts, now)));
    }

    @Override
    public CompletionStage<Void> settle(String reservationId, List<Amount> amounts) {
        return attempt(now -> recorded(() -> steps.settle(reservationId, amounts, now)));
    }

    @Override
    public CompletionStage<List<BudgetState>> states() {
        return attempt(now -> recorded(() -> new Step<>(Admission.look(accounts.all(), now), null)));
    }

    /** What could not be read at the start and nobody has accepted yet; null = nothing. */
    public @Nullable LedgerDamage damage() {
        return journal.damage();
    }

    private long unknownBefore() {
        LedgerDamage damage = journal.damage();
        return damage == null ? Long.MIN_VALUE : damage.at().toEpochMilli();
    }

    /**
     * Expires what is due, opens what an operator has accepted, and keeps the journal short; to be called about once a second. Whatever goes wrong is logged: a timer does not call again what has
     * thrown.
     */
    public void tick() {
        try {
            if (journal.acceptedMeanwhile()) {
                LOG.warn("ledger.accepted action=\"strict budgets are open again\"");
            }
            expire(clock.millis());
            compactIfLong();
        } catch (UncheckedIOException e) {
            LOG.warn("ledger.tick.failed reason=\"{}\"", e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("ledger.tick.failed", e);
        }
    }

    private void compactIfLong() {
        if (journal.isLong() && compacting.tryLock()) {
            try {
                compact();
            } finally {
                compacting.unlock();
            }
        }
    }

    /** Closes the journal. Open reservations stay open in it. */
    @Override
    public void close() {
        compacting.lock();
        long stamp = cut.writeLock();
        try {
            journal.close();
        } finally {
            cut.unlockWrite(stamp);
            compacting.unlock();
        }
    }

    private <T extends @Nullable Object> CompletionStage<T> attempt(LongFunction<T> call) {
        try {
            long now = clock.millis();
            expire(now);
            return CompletableFuture.completedStage(call.apply(now));
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** Takes a step with the accounts of all holds, after defining those that are new or changed. */
    private <T> T withAccounts(List<Hold> holds, long now, Function<List<Ask>, Step<T>> step) {
        while (true) {
            long stamp = cut.readLock();
            try {
                List<Ask> asks = accounts.find(holds);
                if (asks != null) {
                    return record(step.apply(asks));
                }
            } finally {
                cut.unlockRead(stamp);
            }
            holds.forEach(hold -> define(hold.budget(), now));
        }
    }

    private <T extends @Nullable Object> T recorded(Supplier<Step<T>> step) {
        long stamp = cut.readLock();
        try {
            return record(step.get());
        } finally {
            cut.unlockRead(stamp);
        }
    }

    private <T extends @Nullable Object> T record(Step<T> step) {
        if (step.entry() != null) {
            journal.append(step.entry());
        }
        return step.result();
    }

    private void define(BudgetPolicy policy, long now) {
        long stamp = cut.writeLock();
        try {
            if (!accounts.isDefined(policy)) {
                journal.append(Entries.define(policy, now));
                accounts.define(policy, now);
            }
        } finally {
            cut.unlockWrite(stamp);
        }
    }

    private void expire(long now) {
        long second = Math.floorDiv(now, 1000L);
        if (!reservations.isAnyEnding(second)) {
            return;
        }
        List<Entry> records = new ArrayList<>();
        long stamp = cut.readLock();
        try {
            reservations.sweep(stripe -> ReservationSteps.expire(stripe, now, records));
            records.forEach(journal::append);
        } finally {
            cut.unlockRead(stamp);
        }
    }

    /** Takes the state and starts a segment in one moment, and writes the snapshot while calls go on. */
    private void compact() {
        long segment;
        List<Entry> image;
        long stamp = cut.writeLock();
        try {
            segment = journal.startSegment();
            image = Image.of(accounts, reservations, clock.millis());
        } finally {
            cut.unlockWrite(stamp);
        }
        journal.snapshot(segment, image);
    }
}
