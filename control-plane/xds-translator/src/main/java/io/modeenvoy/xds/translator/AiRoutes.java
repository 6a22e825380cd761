package io.modeenvoy.xds.translator;

import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;
import io.modeenvoy.ir.Retry;
import io.modeenvoy.ir.RouteIr.AiEntry;
import io.modeenvoy.ir.RouteIr.AiRule;
import io.modeenvoy.ir.RouteIr.AiTarget;
import io.modeenvoy.ir.Timeouts;
import io.modeenvoy.policy.Names;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** AI entries and rules to Envoy's routes: the entry holds the call until ext-proc has chosen a rule, the rule sends it. */
final class AiRoutes {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;
    private static final String NO_RULE = """
            {"error":{"message":"No AI operation at this path.","type":"invalid_request_error","param":null,"code":"unknown_path"}}""";

    private static final String RULE_GONE = """
            {"error":{"message":"The rule for this call has just changed. Try again.","type":"api_error","param":null,"code":"rule_changed"}}""";

    private final XdsOptions options;

    AiRoutes(XdsOptions options) {
        this.options = options;
    }

    Route entry(AiEntry entry) {
        return Route.newBuilder()
                .setName(entry.name())
                .setMatch(RouteMatch.newBuilder().setPrefix(entry.pathPrefix()))
                .setDirectResponse(HttpRoutes.respond(NOT_FOUND, NO_RULE))
                .addResponseHeadersToAdd(Headers.option(
                        "content-type", "application/json", HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD))
                .putAllTypedPerFilterConfig(RouteFilters.ai(entry.entry()))
                .build();
    }

    /**
     * For calls whose rule is not there, while proxies and services learn of a change apart: they carry a provider's credential by now, and must not find their way to
     * a route of somebody else.
     */
    static Route withoutRule() {
        return Route.newBuilder()
                .setName("aiwithoutrule")
                .setMatch(RouteMatch.newBuilder()
                        .setPrefix("/")
                        .addHeaders(HeaderMatcher.newBuilder()
                                .setName(Names.RULE_HEADER)
                                .setPresentMatch(true)))
                .setDirectResponse(HttpRoutes.respond(UNAVAILABLE, RULE_GONE))
                .addResponseHeadersToAdd(Headers.option(
                        "content-type", "application/json", HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD))
                .addResponseHeadersToAdd(
                        Headers.option("retry-after", "1", HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD))
                .build();
    }

    Route rule(AiRule rule, Map<String, String> authorities) {
        Route.Builder route = Route.newBuilder()
                .setName(rule.name())
                .setMatch(RouteMatch.newBuilder()
                        .setPrefix("/")
                        .addHeaders(RouteMatches.header(Names.RULE_HEADER, RouteMatches.exact(rule.selector()))))
                .addRequestHeadersToRemove(Names.RULE_HEADER)
                .putAllTypedPerFilterConfig(RouteFilters.ai(rule.entry()));
        List<AiTarget> targets =
                rule.targets().stream().filter(target -> target.weight() > 0).toList();
        if (targets.isEmpty()) {
            return route.setDirectResponse(HttpRoutes.respond(HttpRoutes.NO_BACKEND, ""))
                    .build();
        }
        if (Composites.retries(rule) > 0) {
            route.setPerRequestBufferLimitBytes(Messages.uint32(options.limits().retryBufferBytes()));
        }
        return route.setRoute(action(rule, targets, authorities)).build();
    }

    private RouteAction action(AiRule rule, List<AiTarget> targets, Map<String, String> authorities) {
        RouteAction.Builder action = RouteAction.newBuilder();
        if (targets.size() == 1) {
            String cluster = clusterOf(rule, targets.getFirst());
            action.setCluster(cluster);
            if (!rule.attemptLevel() && authorities.containsKey(cluster)) {
                action.setHostRewriteLiteral(authorities.get(cluster));
            }
        } else {
            action.setWeightedClusters(weighted(rule, targets, authorities));
        }
        limit(action, rule.timeouts());
        return action.setRetryPolicy(retry(rule)).build();
    }

    private static WeightedCluster weighted(AiRule rule, List<AiTarget> targets, Map<String, String> authorities) {
        WeightedCluster.Builder weighted = WeightedCluster.newBuilder();
        for (AiTarget target : targets) {
            ClusterWeight.Builder cluster = ClusterWeight.newBuilder()
                    .setName(clusterOf(rule, target))
                    .setWeight(Messages.uint32(target.weight()));
            if (!rule.attemptLevel() && authorities.containsKey(clusterOf(rule, target))) {
                cluster.setHostRewriteLiteral(authorities.get(clusterOf(rule, target)));
            }
            weighted.addClusters(cluster);
        }
        return weighted.build();
    }

    /** The cluster the route names: the backend's own, or the one that orders the attempts. */
    static String clusterOf(AiRule rule, AiTarget target) {
        return rule.attemptLevel()
                ? Composites.nameOf(rule, target)
                : target.clusters().getFirst();
    }

    private void limit(RouteAction.Builder action, Timeouts timeouts) {
        Duration request =
                Objects.requireNonNullElse(timeouts.request(), options.limits().aiRequest());
        Duration idle =
                Objects.requireNonNullElse(timeouts.idle(), options.limits().streamIdle());
        action.setTimeout(Messages.duration(request)).setIdleTimeout(Messages.duration(idle));
    }

    private static RetryPolicy retry(AiRule rule) {
        Set<Retry.Condition> on = rule.retry() == null
                ? EnumSet.allOf(Retry.Condition.class)
                : rule.retry().on();
        RetryPolicy.Builder policy = RetryPolicy.newBuilder()
                .setRetryOn(retryOn(on))
                .setNumRetries(Messages.uint32(Composites.retries(rule)));
        if (on.contains(Retry.Condition.TOO_MANY_REQUESTS)) {
            policy.addRetriableStatusCodes(TOO_MANY_REQUESTS);
        }
        Duration attempt = rule.timeouts().attempt();
        if (attempt != null && attempt.isPositive()) {
            policy.setPerTryTimeout(Messages.duration(attempt));
        }
        return policy.build();
    }

    private static String retryOn(Set<Retry.Condition> conditions) {
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
