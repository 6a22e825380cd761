package io.modeenvoy.proc;

import io.modeenvoy.ledger.Amount;
import io.modeenvoy.ledger.Ledger;
import io.modeenvoy.ledger.ReserveRequest;
import io.modeenvoy.ledger.ReserveResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** One reservation: settled exactly once, whatever happens. Owned by its exchange. */
final class Reservation {
    private final Ledger ledger;
    private final Settlements settlements;
    private final ReserveRequest request;
    private boolean settled;

    Reservation(Ledger ledger, Settlements settlements, Call call, Duration ttl) {
        this.ledger = ledger;
        this.settlements = settlements;
        this.request = new ReserveRequest(call.id(), call.holds(), ttl);
        this.settled = call.holds().isEmpty(); // nothing to hold, nothing to settle
    }

    boolean needed() {
        return !request.holds().isEmpty();
    }

    CompletionStage<ReserveResult> reserve() {
        return ledger.reserve(request);
    }

    /** The ledger said no: nothing is held. */
    void denied() {
        settled = true;
    }

    void settle(List<Amount> amounts) {
        if (settled) {
            return;
        }
        settled = true;
        settlements.settle(new Settlement(request.id(), amounts));
    }
}
