package io.modeenvoy.proc;

import io.modeenvoy.ledger.Amount;
import io.modeenvoy.ledger.BudgetState;
import io.modeenvoy.ledger.Ledger;
import io.modeenvoy.ledger.ReserveRequest;
import io.modeenvoy.ledger.ReserveResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A ledger that writes down what it is asked, and answers what it is told to. */
final class FakeLedger implements Ledger {
    final List<ReserveRequest> reserved = new ArrayList<>();
    final List<Settled> settled = new ArrayList<>();
    CompletableFuture<ReserveResult> next = CompletableFuture.completedFuture(new ReserveResult.Granted(List.of()));

    /** What the next settlements fail with; null = they are taken. */
    @Nullable
    Throwable refusal;

    /** Thrown by {@link #settle} instead of an answer. */
    @Nullable
    RuntimeException thrown;

    int refused;

    /** A settlement. */
    record Settled(String id, List<Amount> amounts) {}

    @Override
    public CompletionStage<ReserveResult> reserve(ReserveRequest request) {
        reserved.add(request);
        return next;
    }

    @Override
    public CompletionStage<ReserveResult> extend(String reservationId, List<Amount> amounts) {
        throw new AssertionError("not used");
    }

    @Override
    public CompletionStage<Void> settle(String reservationId, List<Amount> amounts) {
        if (thrown != null) {
            throw thrown;
        }
        if (refusal != null) {
            refused++;
            return CompletableFuture.failedStage(refusal);
        }
        settled.add(new Settled(reservationId, amounts));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<List<BudgetState>> states() {
        return CompletableFuture.completedStage(List.of());
    }

    List<Long> holds() {
        return reserved.getLast().holds().stream().map(hold -> hold.amount()).toList();
    }

    /** The amounts of the only settlement of an id. */
    List<Long> charged(String id) {
        return settled.stream()
                .filter(one -> one.id().equals(id))
                .flatMap(one -> one.amounts().stream())
                .map(Amount::amount)
                .toList();
    }

    /** The amounts of the only settlement. */
    List<Long> charged() {
        if (settled.size() != 1) {
            throw new AssertionError("settlements: " + settled + " (expected: one)");
        }
        return settled.getFirst().amounts().stream().map(Amount::amount).toList();
    }
}
