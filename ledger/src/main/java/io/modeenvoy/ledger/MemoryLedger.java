package io.modeenvoy.ledger;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The ledger in this process. */
public final class MemoryLedger implements Ledger, AutoCloseable {
    private final InstantSource clock;
    private final Journal journal;

    public MemoryLedger(InstantSource clock, Journal journal) {
        this.clock = clock;
        this.journal = journal;
    }

    @Override
    public CompletionStage<ReserveResult> reserve(ReserveRequest request) {
        return CompletableFuture.failedStage(new IllegalStateException("not there yet at " + clock.instant()));
    }

    @Override
    public CompletionStage<ReserveResult> extend(String reservationId, List<Amount> amounts) {
        return CompletableFuture.failedStage(new IllegalStateException("not there yet"));
    }

    @Override
    public CompletionStage<Void> settle(String reservationId, List<Amount> amounts) {
        return CompletableFuture.failedStage(new IllegalStateException("not there yet"));
    }

    @Override
    public CompletionStage<List<BudgetState>> states() {
        return CompletableFuture.failedStage(new IllegalStateException("not there yet"));
    }

    /** Expires what is due and keeps the journal short; call it about once a second. */
    public void tick() {}

    @Override
    public void close() {
        journal.close();
    }
}
