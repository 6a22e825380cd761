package io.modeenvoy.proc;

import com.google.protobuf.Struct;
import io.modeenvoy.policy.ProviderPolicy;
import io.modeenvoy.proc.charge.Bounds;
import io.modeenvoy.proc.charge.Charge;
import io.modeenvoy.proc.charge.Charges;
import io.modeenvoy.proc.charge.Cost;
import io.modeenvoy.proc.rule.Target;
import io.modeenvoy.proc.usage.Doubt;
import io.modeenvoy.proc.usage.Tokens;
import io.modeenvoy.proc.usage.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a call ends: settled in the ledger, counted in the metrics, told to the access log. Owned by its exchange. */
final class Completion {
    private final Shared shared;
    private final Call call;
    private final Instant start;
    private final Reservation reservation;
    private final Attempts attempts;

    Completion(Shared shared, Call call, Instant start) {
        this.shared = shared;
        this.call = call;
        this.start = start;
        this.attempts = new Attempts(call);
        this.reservation = new Reservation(
                shared.ledger(), shared.settlements(), call, shared.options().reservationTtl());
    }

    Call call() {
        return call;
    }

    Reservation reservation() {
        return reservation;
    }

    Attempts attempts() {
        return attempts;
    }

    /** Nothing was sent anywhere: everything is given back. */
    void giveBack() {
        reservation.settle(Charges.nothing(call.budgets()));
    }

    /** It ended by a failure of ours: unless it was settled, all that was held may have been used. */
    void abandoned() {
        reservation.settle(Charges.held(call.holds()));
    }

    /** The request was sent and no answer came: all that was held may have been used. */
    Struct unanswered(String error) {
        return settle(unanswered(attempts.backend()), attempts.givenUp(), null, null, error);
    }

    private static Usage unanswered(Bounds backend) {
        return Usage.atLeast(new Tokens(backend.countedInput(), 0, 0, 0), Usage.Source.ASSUMED);
    }

    /** What the access log shows of a call that goes to its only backend, and of which nothing more is heard. */
    static Struct sent(Call call, Bounds backend) {
        List<Charge> charges = Charges.charges(call.holds(), unanswered(backend), backend.target(), List.of());
        return call.metadata().put("charged", inWords(charges)).build();
    }

    private static @Nullable String inWords(List<Charge> charges) {
        return charges.isEmpty() ? null : Charge.inWords(charges);
    }

    private static @Nullable String inWords(Set<Doubt> doubts) {
        return doubts.isEmpty()
                ? null
                : doubts.stream().map(Doubt::label).sorted().collect(Collectors.joining(","));
    }

    /**
     * The last attempt was not sent, so it used nothing. One before it may have been: then its input counts.
     *
     * @param count how many attempts there were
     */
    Struct unsent(long count, String error) {
        List<Bounds> before = call.attemptLevel()
                ? attempts.sentBefore(shared.clock().instant())
                : count > 1 ? List.of(attempts.backend()) : List.of();
        if (before.isEmpty()) {
            return settle(Usage.none(), before, null, null, error);
        }
        Bounds sent = attempts.answeredBy(before.getLast().target().backend().id());
        // Also such as ended soon, mostly by an error or before they were connected: a hold for each of these would let
        // an outage eat strict budgets.
        boolean soon = attempts.givenUp().isEmpty();
        Usage usage = new Usage(new Tokens(sent.countedInput(), 0, 0, 0), Usage.Source.COUNTED, soon, Set.of());
        return settle(usage, before.subList(0, before.size() - 1), null, null, error);
    }

    /** Envoy answered by itself after {@code count} attempts. */
    Struct local(long count, String details) {
        String reason = LocalReply.reason(details);
        return LocalReply.nothingSent(details) ? unsent(count, reason) : unanswered(reason);
    }

    /** The client left before an answer came. */
    Struct cut() {
        return call.attemptLevel() && !attempts.any() ? unsent(0, "cut") : unanswered("cut");
    }

    /** What the access log shows if the answer is cut now. */
    Struct soFar(Answer answer) {
        Usage usage = answer.usage();
        return metadata(usage, charges(usage, attempts.givenUp()), answer.model(), answer.firstToken());
    }

    private List<Charge> charges(Usage usage, List<Bounds> lost) {
        return Charges.charges(call.holds(), usage, attempts.backend().target(), lost);
    }

    /** An answer came, to its end or to a cut. */
    Struct served(Answer answer, String error) {
        answer.close();
        String kind = error.isEmpty() && answer.status() >= 400 ? Integer.toString(answer.status()) : error;
        return settle(answer.usage(), attempts.givenUp(), answer.model(), answer.firstToken(), kind);
    }

    /**
     * Settles the call.
     *
     * @param lost where further attempts went that got no answer
     */
    private Struct settle(
            Usage usage, List<Bounds> lost, @Nullable String model, @Nullable Instant firstToken, String error) {
        Bounds backend = attempts.backend();
        List<Charge> charges = charges(usage, lost);
        reservation.settle(Charge.amounts(charges));
        Instant end = shared.clock().instant();
        shared.metrics().settled(backend, usage, new CallMetrics.Times(start, firstToken, end), error);
        shared.metrics().lost(lost);
        return metadata(usage, charges, model, firstToken);
    }

    private Struct metadata(Usage usage, List<Charge> charges, @Nullable String model, @Nullable Instant firstToken) {
        Target target = attempts.backend().target();
        CallMetadata metadata = new CallMetadata()
                .put("backend", target.backend().id())
                .put("provider", target.provider().name())
                .put("model_served", model == null ? target.modelName() : model)
                .put("usage_source", usage.source().label())
                .put("usage_doubts", inWords(usage.doubts()))
                .put("charged", inWords(charges))
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
