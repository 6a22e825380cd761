package io.modeenvoy.ledger;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Forwards what every ledger must have, to test what they get for free. */
record ForwardingLedger(Ledger ledger) implements Ledger {
    @Override
    public CompletionStage<ReserveResult> reserve(ReserveRequest request) {
        return ledger.reserve(request);
    }

    @Override
    public CompletionStage<ReserveResult> extend(String reservationId, List<Amount> amounts) {
        return ledger.extend(reservationId, amounts);
    }

    @Override
    public CompletionStage<Void> settle(String reservationId, List<Amount> amounts) {
        return ledger.settle(reservationId, amounts);
    }

    @Override
    public CompletionStage<List<BudgetState>> states() {
        return ledger.states();
    }
}
