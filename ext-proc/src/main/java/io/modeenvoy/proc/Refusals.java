package io.modeenvoy.proc;

import io.modeenvoy.access.Denial;
import io.modeenvoy.ledger.BudgetState;
import io.modeenvoy.ledger.Hold;
import io.modeenvoy.ledger.ReserveResult;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.Names;
import io.modeenvoy.proc.openai.ApiError;
import io.modeenvoy.proc.rule.RuleChoice;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Every way to say no that is not the body's fault. */
final class Refusals {
    static final ApiError NOT_READY =
            ApiError.server(503, "not_ready", "The gateway's policies have not arrived yet. Try again in a moment.");
    static final ApiError SEVERAL_TOKENS = ApiError.invalid(
            400,
            "several_credentials",
            null,
            "More than one token was sent, so it is not clear who calls. Send exactly one.");
    static final ApiError LEDGER = ApiError.server(
            503, "budgets_unavailable", "Budgets cannot be checked at the moment. Try again in a few seconds.");
    static final ApiError FULL = ApiError.server(
            503, "gateway_full", "The gateway has no room for this request's body. Try again in a moment.");
    static final ApiError INTERNAL = ApiError.server(500, "internal_error", "The gateway failed on this call.");
    static final ApiError NO_ROUTE = ApiError.server(
            503,
            "route_not_ready",
            "The gateway's proxy does not have the route of this model yet. Try again in a moment.");
    static final ApiError NO_CREDENTIAL = ApiError.server(
            503, "provider_not_ready", "The gateway has no credential for the provider of this model yet.");
    static final ApiError UNKNOWN_ATTEMPT =
            ApiError.server(503, "attempt_unknown", "The gateway does not know the backend of this attempt.");
    static final ApiError OUTPUT_LIMIT = ApiError.server(
            502,
            "output_limit_exceeded",
            "The answer was cut: the provider made more than twice the output it was allowed, and a strict budget counts it.");
    static final ApiError CODING = ApiError.server(
            502, "provider_answer_unreadable", "The answer was cut: what the provider compressed cannot be inflated.");
    static final ApiError TOO_SLOW =
            ApiError.invalid(408, "request_timeout", null, "The request's body did not arrive in time.");
    static final ApiError ENCODED = ApiError.invalid(
            415, "unsupported_encoding", null, "content-encoding: compressed (expected: a plain JSON body)");
    static final ApiError HEADERS = ApiError.invalid(
            431, "headers_too_large", null, "The request's headers are too large (expected: at most 56 KiB).");
    static final ApiError TRAILERS = ApiError.invalid(
            400, "trailers_not_supported", null, "The request has trailers (expected: an end with its body)");
    static final ApiError LOOP = ApiError.server(
            508,
            "loop_detected",
            "The call has come through this gateway before: the endpoint of one of its model providers leads back here. Change that ModelProvider's endpoint.");
    static final ApiError BACKGROUND = ApiError.field(
            "background",
            "background: true (expected: false or absent; what is made after the call has ended cannot be counted)");

    private Refusals() {}

    static ApiError denied(Denial denial) {
        return new ApiError(denial.status(), denial.type(), denial.code(), null, denial.message());
    }

    static ApiError mediaType(String contentType) {
        String shown = contentType.length() > 80 ? contentType.substring(0, 80) + "…" : contentType;
        return ApiError.invalid(
                415,
                "unsupported_media_type",
                null,
                "content-type: " + shown + " (expected: " + ContentType.JSON + ", in UTF-8)");
    }

    static ApiError tooLarge(long limit) {
        return ApiError.invalid(
                413, "request_too_large", null, "The request's body is larger than " + limit + " bytes.");
    }

    static ApiError tooManyHeaders(int count) {
        return ApiError.invalid(
                431,
                "too_many_headers",
                null,
                "The request has " + count + " headers, the gateway's own included (expected: at most "
                        + Names.MOST_HEADERS_ASKED + ").");
    }

    static ApiError callerFull(long limit) {
        return new ApiError(
                429,
                "rate_limit_error",
                "too_many_body_bytes",
                null,
                "The bodies of your calls under way hold more than " + limit
                        + " bytes. Try again when some of them are done.");
    }

    static ApiError noProvider(RuleChoice choice) {
        return ApiError.server(
                503,
                "provider_not_ready",
                "None of the providers of rule " + choice.rule().id() + " is known to the gateway.");
    }

    /** Envoy's own answer in the API's shape. */
    static ApiError unserved(int status) {
        return status == 504 || status == 408
                ? ApiError.server(status, "provider_timeout", "The provider did not answer in time.")
                : ApiError.server(status, "provider_unreachable", "The provider could not be reached.");
    }

    static ApiError overBudget(ReserveResult.Denied denied, List<Hold> holds) {
        BudgetState state = denied.tightest();
        BudgetPolicy budget = state.budget();
        long needed = holds.stream()
                .filter(hold -> hold.budget().id().equals(budget.id()))
                .mapToLong(Hold::amount)
                .findFirst()
                .orElse(0);
        String message =
                "The budget %s allows %s %s: %s used, %s held by calls under way, and this call needs up to %s."
                                .formatted(
                                        budget.budget(),
                                        shown(budget, budget.amount()),
                                        budget.window().inWords(),
                                        shown(budget, state.settled()),
                                        shown(budget, state.reserved()),
                                        shown(budget, needed))
                        + (needed > budget.amount()
                                ? " It will never fit: ask for fewer tokens (max_tokens) or have the budget raised."
                                : " There can be room again at " + denied.retryAt() + ".");
        return new ApiError(429, "insufficient_quota", "budget_exceeded", null, message);
    }

    /** Records of the budget were lost. */
    static ApiError closed(ReserveResult.Closed closed) {
        return ApiError.server(
                503,
                "budget_closed",
                "The budget %s is closed until %s: a part of the gateway's ledger cannot be read, so nobody can tell what was used. The operator of the gateway sees it with \"modeenvoy ledger inspect\" and opens it with \"modeenvoy ledger accept\"."
                        .formatted(closed.budget().budget().budget(), closed.opensAt()));
    }

    private static String shown(BudgetPolicy budget, long amount) {
        return switch (budget.unit()) {
            case MONEY -> BigDecimal.valueOf(amount, 9).stripTrailingZeros().toPlainString() + " " + budget.currency();
            case REQUESTS, INPUT_TOKENS, OUTPUT_TOKENS, TOTAL_TOKENS -> amount + " " + words(budget.unit());
        };
    }

    private static String words(BudgetUnit unit) {
        return unit.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** When to try again; an SDK that would do so in a moment is told not to. */
    static Headers retryAfter(Instant retryAt, Instant now) {
        long millis = Math.max(0, Duration.between(now, retryAt).toMillis());
        long seconds = Math.max(1, (millis + 999) / 1000);
        Headers headers = new Headers().set("retry-after", Long.toString(seconds));
        return seconds > 60 ? headers.set("x-should-retry", "false") : headers;
    }
}
