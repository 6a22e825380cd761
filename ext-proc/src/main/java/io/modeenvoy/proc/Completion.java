package io.modeenvoy.proc;

import com.google.protobuf.Struct;
import io.modeenvoy.policy.ProviderPolicy;
import io.modeenvoy.proc.charge.Bounds;
import io.modeenvoy.proc.charge.Charges;
import io.modeenvoy.proc.charge.Cost;
import io.modeenvoy.proc.rule.Target;
import io.modeenvoy.proc.usage.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a call ends: settled in the ledger, counted in the metrics, told to the access log. Owned by its exchange. */
final class Completion {
    private final Exchange.Shared shared;
    private final Call call;
    private final Instant start;
    private final Reservation reservation;
    private Bounds backend;
    private boolean reached;

    Completion(Exchange.Shared shared, Call call, Instant start) {
        this.shared = shared;
        this.call = call;
        this.start = start;
        this.backend = call.backends().getFirst();
        this.reservation = new Reservation(
                shared.ledger(), shared.settlements(), call, shared.options().reservationTtl());
    }

    Call call() {
        return call;
    }

    Reservation reservation() {
        return reservation;
    }

    /** An attempt went to this backend; an empty id says nothing. */
    void attempted(String id) {
        call.backend(id).ifPresent(bounds -> {
            backend = bounds;
            reached = true;
        });
    }

    /** Whether an attempt is known to have reached a backend. */
    boolean reached() {
        return reached;
    }

    /** The backend of the last attempt. */
    Bounds served() {
        return backend;
    }

    /** Nothing was sent anywhere: everything is given back. */
    void giveBack() {
        reservation.settle(Charges.nothing(call.budgets()));
    }

    /** No answer of a provider came. What was not sent used nothing; what was sent may have used all that was held. */
    Struct unserved(boolean nothingSent, String error) {
        boolean free = call.attemptLevel() ? !reached : nothingSent;
        return settle(free ? Usage.none() : Usage.assumed(), null, null, error);
    }

    /** What the access log shows if the answer is cut now. */
    Struct soFar(Answer answer) {
        return metadata(answer.usage(), answer.model(), answer.firstToken());
    }

    /** An answer came, to its end or to a cut. */
    Struct served(Answer answer, String error) {
        String kind = error.isEmpty() && answer.status() >= 400 ? Integer.toString(answer.status()) : error;
        return settle(answer.usage(), answer.model(), answer.firstToken(), kind);
    }

    private Struct settle(Usage usage, @Nullable String model, @Nullable Instant firstToken, String error) {
        if (usage.source() == Usage.Source.ASSUMED) {
            reservation.settleHolds();
        } else {
            reservation.settle(Charges.amounts(call.budgets(), usage.tokens(), backend.target()));
        }
        Instant end = shared.clock().instant();
        shared.metrics().settled(backend, usage, new CallMetrics.Times(start, firstToken, end), error);
        return metadata(usage, model, firstToken);
    }

    private Struct metadata(Usage usage, @Nullable String model, @Nullable Instant firstToken) {
        Target target = backend.target();
        CallMetadata metadata = new CallMetadata()
                .put("backend", target.backend().id())
                .put("provider", target.provider().name())
                .put("model_served", model == null ? target.modelName() : model)
                .put("usage_source", usage.source().label())
                .put("input_tokens", usage.tokens().input())
                .put("cached_tokens", usage.tokens().cached())
                .put("output_tokens", usage.tokens().output())
                .put("reasoning_tokens", usage.tokens().reasoning())
                .put("total_tokens", usage.tokens().total());
        if (firstToken != null) {
            metadata.put("ttft_ms", Duration.between(start, firstToken).toMillis());
        }
        ProviderPolicy.Prices prices =
                target.model() == null ? null : target.model().prices();
        if (prices != null) {
            long nano = Cost.of(usage.tokens(), prices);
            metadata.put("cost", BigDecimal.valueOf(nano, 9).toPlainString()).put("currency", prices.currency());
        }
        return metadata.build();
    }
}
