package io.modeenvoy.ledger;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Holds and books the use of budgets. All methods return at once; a stage completes exceptionally when the ledger cannot decide
 * (the caller's failure mode applies), never to deny.
 */
public interface Ledger {
    /**
     * Holds an upper bound of the use in every budget of the request, or in none of them. Idempotent by id: a repeated request
     * holds once, and one whose settlement has overtaken it holds nothing.
     */
    CompletionStage<ReserveResult> reserve(ReserveRequest request);

    /**
     * Adds to the holds of an open reservation, all or nothing, and renews its time to live. An id that is not open (settled,
     * expired, unknown) completes exceptionally with {@link IllegalStateException}.
     */
    CompletionStage<ReserveResult> extend(String reservationId, List<Amount> amounts);

    /**
     * Books the real use, in full even where it exceeds the hold, and ends the reservation. Idempotent by id. A held budget without
     * an amount counts as unknown use: a strict budget books the hold, others nothing; to give a hold back, settle an amount of 0.
     */
    CompletionStage<Void> settle(String reservationId, List<Amount> amounts);

    /** Every budget known to the ledger with its current window, ordered by id. */
    CompletionStage<List<BudgetState>> states();

    /** Reserves and books the whole hold in one step: for use that is known beforehand. Not idempotent. */
    default CompletionStage<ReserveResult> charge(ReserveRequest request) {
        return reserve(request).thenCompose(result -> switch (result) {
            case ReserveResult.Granted granted ->
                settle(request.id(), Amount.ofHolds(request.holds())).thenApply(nothing -> granted);
            case ReserveResult.Denied denied -> CompletableFuture.completedStage(denied);
            case ReserveResult.Closed closed -> CompletableFuture.completedStage(closed);
        });
    }
}
