package io.modeenvoy.ratelimit;

import io.modeenvoy.ledger.Amount;
import io.modeenvoy.ledger.BudgetState;
import io.modeenvoy.ledger.Ledger;
import io.modeenvoy.ledger.ReserveRequest;
import io.modeenvoy.ledger.ReserveResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A ledger whose disk is full. */
final class BrokenLedger implements Ledger {
    private static <T> CompletionStage<T> failed() {
        return CompletableFuture.failedStage(new UncheckedIOException("disk full", new IOException("disk full")));
    }

    @Override
    public CompletionStage<ReserveResult> reserve(ReserveRequest request) {
        return failed();
    }

    @Override
    public CompletionStage<ReserveResult> extend(String reservationId, List<Amount> amounts) {
        return failed();
    }

    @Override
    public CompletionStage<Void> settle(String reservationId, List<Amount> amounts) {
        return failed();
    }

    @Override
    public CompletionStage<List<BudgetState>> states() {
        return failed();
    }
}
