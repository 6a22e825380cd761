package io.modeenvoy.xds.translator;

import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RateLimitedRetryBackOff;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.ResetHeader;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.ResetHeaderFormat;
import io.modeenvoy.ir.Retry;
import io.modeenvoy.ir.RouteIr.AiRule;
import io.modeenvoy.ir.Timeouts;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** When the attempt of an AI rule is followed by another. */
final class Retries {
    private static final int TOO_MANY_REQUESTS = 429;
    /** Envoy wants a bound for what a provider may ask for; where the call has none, this is a long one. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private Retries() {}

    /**
     * The policy.
     *
     * @param request how long the call may last; zero = without end
     */
    static RetryPolicy of(AiRule rule, Timeouts timeouts, Duration request) {
        Set<Retry.Condition> on = conditions(rule, timeouts);
        RetryPolicy.Builder policy =
                RetryPolicy.newBuilder().setRetryOn(words(on)).setNumRetries(Messages.uint32(Composites.retries(rule)));
        if (on.contains(Retry.Condition.TOO_MANY_REQUESTS)) {
            policy.addRetriableStatusCodes(TOO_MANY_REQUESTS);
        }
        if (Composites.fallbacks(rule) == 0) {
            policy.setRateLimitedRetryBackOff(waitAsTold(request));
        }
        if (timeouts.attempt() != null && timeouts.attempt().isPositive()) {
            policy.setPerTryTimeout(Messages.duration(timeouts.attempt()));
        }
        return policy.build();
    }

    /**
     * A rule that says nothing of retries has one for a connection that ended before a byte of the answer came: most of all one that the provider closed, as it was idle, just
     * when the call was sent on it. Where the first token is waited for that would repeat what came too late.
     */
    private static Set<Retry.Condition> conditions(AiRule rule, Timeouts timeouts) {
        if (rule.retry() != null) {
            return rule.retry().on();
        }
        if (Composites.fallbacks(rule) > 0) {
            return EnumSet.allOf(Retry.Condition.class);
        }
        return timeouts.attempt() == null ? EnumSet.of(Retry.Condition.RESET) : EnumSet.noneOf(Retry.Condition.class);
    }

    /** At the provider that asks for it; another one, which is next in line, need not wait for that. */
    private static RateLimitedRetryBackOff waitAsTold(Duration request) {
        return RateLimitedRetryBackOff.newBuilder()
                .addResetHeaders(ResetHeader.newBuilder().setName("retry-after").setFormat(ResetHeaderFormat.SECONDS))
                .setMaxInterval(Messages.duration(request.isPositive() ? request : LONGEST_WAIT))
                .build();
    }

    private static String words(Set<Retry.Condition> conditions) {
        Set<String> words = new TreeSet<>();
        for (Retry.Condition condition : conditions) {
            switch (condition) {
                case CONNECT_FAILURE -> words.addAll(List.of("connect-failure", "refused-stream"));
                case SERVER_ERROR -> words.add("5xx");
                case TOO_MANY_REQUESTS -> words.add("retriable-status-codes");
                case RESET -> words.add("reset");
            }
        }
        return String.join(",", words);
    }
}
