package io.modeenvoy.xds.translator;

import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RateLimitedRetryBackOff;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.ResetHeader;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.ResetHeaderFormat;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.modeenvoy.ir.Retry;
import io.modeenvoy.ir.RouteIr.AiRule;
import io.modeenvoy.ir.Timeouts;
import io.modeenvoy.policy.Names;
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

    /** How the details of an answer of Envoy itself begin that lost its upstream, before the reason. */
    private static final String RESET = "upstream_reset_before_response_started{";

    private static final Set<String> UNCONNECTED = Set.of(
            "connection_timeout",
            "local_connection_failure",
            "remote_connection_failure",
            "remote_refused_stream_reset");

    private static final Set<String> LOST =
            Set.of("connection_termination", "http1_premature_upstream_half_close", "protocol_error", "remote_reset");

    private Retries() {}

    /**
     * The policy.
     *
     * @param request how long the call may last; zero = without end
     */
    static RetryPolicy of(AiRule rule, Timeouts timeouts, Duration request) {
        Set<Retry.Condition> on = rule.retry() != null ? rule.retry().on() : usual(rule, timeouts);
        RetryPolicy.Builder policy =
                RetryPolicy.newBuilder().setRetryOn(words(on)).setNumRetries(Messages.uint32(attempts(rule)));
        if (on.contains(Retry.Condition.TOO_MANY_REQUESTS)) {
            policy.addRetriableStatusCodes(TOO_MANY_REQUESTS);
        }
        if (fallbacks(rule) == 0) {
            policy.setRateLimitedRetryBackOff(waitAsTold(request));
        }
        Duration firstToken = timeouts.attempt();
        if (firstToken != null && firstToken.isPositive()) {
            policy.setPerTryTimeout(Messages.duration(firstToken));
            answersFromInside(policy, on);
        }
        return policy.build();
    }

    /**
     * What is usual where a rule says nothing of retries. Who names fallbacks wants them used. Without them there is one retry for a connection that ended before a byte of the answer
     * came: most of all one that the provider closed, as it was idle, just when the call was sent on it. Where the first token is waited for that would repeat what came too late.
     */
    private static Set<Retry.Condition> usual(AiRule rule, Timeouts timeouts) {
        if (fallbacks(rule) > 0) {
            return EnumSet.of(
                    Retry.Condition.CONNECT_FAILURE, Retry.Condition.SERVER_ERROR, Retry.Condition.TOO_MANY_REQUESTS);
        }
        return timeouts.attempt() == null ? EnumSet.of(Retry.Condition.RESET) : EnumSet.noneOf(Retry.Condition.class);
    }

    /** How many attempts may follow the first: as the rule says, else one for each fallback of its longest list; without these one, for a connection that is lost. */
    static int attempts(AiRule rule) {
        return rule.retry() != null ? rule.retry().attempts() : Math.max(1, fallbacks(rule));
    }

    /** Whether also bodies beyond Envoy's buffer of a connection are kept for attempts to come. */
    static boolean keepLargeBodies(AiRule rule) {
        return rule.retry() != null ? rule.retry().attempts() > 0 : fallbacks(rule) > 0;
    }

    /** How many backends may follow the first. */
    private static int fallbacks(AiRule rule) {
        return rule.targets().stream()
                .mapToInt(target -> target.clusters().size() - 1)
                .max()
                .orElse(0);
    }

    /** Where the first token is waited for, the listener inside answers 503 for a provider it did not reach or lost, and says why in a header. */
    private static void answersFromInside(RetryPolicy.Builder policy, Set<Retry.Condition> on) {
        Set<String> reasons = new TreeSet<>();
        if (on.contains(Retry.Condition.CONNECT_FAILURE) || on.contains(Retry.Condition.RESET)) {
            reasons.addAll(UNCONNECTED);
        }
        if (on.contains(Retry.Condition.RESET)) {
            reasons.addAll(LOST);
        }
        if (reasons.isEmpty() || on.contains(Retry.Condition.SERVER_ERROR)) {
            return;
        }
        policy.setRetryOn(policy.getRetryOn() + ",retriable-headers");
        reasons.forEach(reason -> policy.addRetriableHeaders(HeaderMatcher.newBuilder()
                .setName(Names.DETAILS_HEADER)
                .setStringMatch(StringMatcher.newBuilder().setPrefix(RESET + reason))));
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
