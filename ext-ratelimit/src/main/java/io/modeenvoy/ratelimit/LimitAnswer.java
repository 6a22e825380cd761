package io.modeenvoy.ratelimit;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.DescriptorStatus;
import io.modeenvoy.ledger.BudgetState;
import io.modeenvoy.ledger.ReserveResult;
import io.modeenvoy.policy.BudgetPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The ledger's answer in Envoy's words: a status per descriptor, headers and a body for the client, metadata for the access log. */
record LimitAnswer(LimitRequest asked, Instant now) {
    private static final Comparator<BudgetState> FEWEST_LEFT = Comparator.comparingLong(BudgetState::remaining)
            .thenComparing(state -> state.budget().id());

    RateLimitResponse of(ReserveResult result) {
        return switch (result) {
            case ReserveResult.Granted(var states) -> granted(states);
            case ReserveResult.Denied(BudgetState tightest, Instant retryAt) -> {
                Duration wait = untilReset(retryAt);
                yield denied(tightest, wait, OverLimitBody.json(tightest, wait));
            }
            case ReserveResult.Closed(BudgetState budget, Instant opensAt) ->
                denied(budget, untilReset(opensAt), OverLimitBody.closed(budget, opensAt));
        };
    }

    private RateLimitResponse granted(List<BudgetState> states) {
        RateLimitResponse.Builder response = RateLimitResponse.newBuilder().setOverallCode(Code.OK);
        asked.budgets().forEach(budgets -> response.addStatuses(granted(budgets, states)));
        tightest(states).ifPresent(state -> addLimitHeaders(response, state, untilReset(state.windowEnd())));
        return response.build();
    }

    private DescriptorStatus granted(List<BudgetPolicy> budgets, List<BudgetState> states) {
        return tightest(states.stream().filter(state -> counts(budgets, state)).toList())
                .map(state -> status(Code.OK, state, untilReset(state.windowEnd())))
                .orElseGet(() -> DescriptorStatus.newBuilder().setCode(Code.OK).build());
    }

    private static boolean counts(List<BudgetPolicy> budgets, BudgetState state) {
        return budgets.stream()
                .anyMatch(budget -> budget.id().equals(state.budget().id()));
    }

    private static Optional<BudgetState> tightest(List<BudgetState> states) {
        return states.stream().min(FEWEST_LEFT);
    }

    private RateLimitResponse denied(BudgetState state, Duration wait, String body) {
        RateLimitResponse.Builder response = RateLimitResponse.newBuilder()
                .setOverallCode(Code.OVER_LIMIT)
                .setRawBody(ByteString.copyFromUtf8(body))
                .setDynamicMetadata(metadata(state, wait))
                .addResponseHeadersToAdd(header("content-type", "application/json"))
                .addResponseHeadersToAdd(header("retry-after", Long.toString(seconds(wait))));
        for (List<BudgetPolicy> budgets : asked.budgets()) {
            response.addStatuses(
                    counts(budgets, state)
                            ? status(Code.OVER_LIMIT, state, wait)
                            : DescriptorStatus.newBuilder().setCode(Code.OK).build());
        }
        addLimitHeaders(response, state, wait);
        return response.build();
    }

    private static Struct metadata(BudgetState state, Duration wait) {
        return Struct.newBuilder()
                .putFields("budget", text(state.budget().budget().toString()))
                .putFields("budget_id", text(state.budget().id()))
                .putFields("limit", number(state.budget().amount()))
                .putFields("remaining", number(state.remaining()))
                .putFields("retry_after", number(seconds(wait)))
                .build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Value number(long number) {
        return Value.newBuilder().setNumberValue((double) number).build();
    }

    private static DescriptorStatus status(Code code, BudgetState state, Duration reset) {
        return DescriptorStatus.newBuilder()
                .setCode(code)
                .setCurrentLimit(LimitUnits.limit(state.budget()))
                .setLimitRemaining(LimitUnits.clamped(state.remaining()))
                .setDurationUntilReset(com.google.protobuf.Duration.newBuilder().setSeconds(seconds(reset)))
                .build();
    }

    private static void addLimitHeaders(RateLimitResponse.Builder response, BudgetState state, Duration reset) {
        response.addResponseHeadersToAdd(
                header("x-ratelimit-limit", Long.toString(state.budget().amount())));
        response.addResponseHeadersToAdd(header("x-ratelimit-remaining", Long.toString(state.remaining())));
        response.addResponseHeadersToAdd(header("x-ratelimit-reset", Long.toString(seconds(reset))));
    }

    private Duration untilReset(Instant reset) {
        return Duration.between(now, reset);
    }

    /** Rounded up, at least one: a client that waits so long does not come too early. */
    private static long seconds(Duration wait) {
        return Math.max(1, Math.ceilDiv(wait.toMillis(), 1000L));
    }

    private static HeaderValue header(String name, String value) {
        return HeaderValue.newBuilder().setKey(name).setValue(value).build();
    }
}
