package io.modeenvoy.proc;

import io.modeenvoy.ledger.Amount;
import io.modeenvoy.ledger.Ledger;
import io.modeenvoy.ledger.ReserveRequest;
import io.modeenvoy.ledger.ReserveResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reservation: settled exactly once, whatever happens. Owned by its exchange. */
final class Reservation {
    private static final Logger LOG = LoggerFactory.getLogger(Reservation.class);

    private final Ledger ledger;
    private final ReserveRequest request;
    private boolean settled;

    Reservation(Ledger ledger, Call call, Duration ttl) {
        this.ledger = ledger;
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
        ledger.settle(request.id(), amounts).whenComplete((nothing, failure) -> {
            if (failure != null) {
                LOG.warn("settle.failed exchange={} reason={}", request.id(), failure.toString());
            }
        });
    }

    /** Use is not known: what was held counts as used. */
    void settleHolds() {
        settle(Amount.ofHolds(request.holds()));
    }
}
