package io.modeenvoy.xds.translator;

import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;
import io.modeenvoy.ir.RouteIr.AiEntry;
import io.modeenvoy.ir.RouteIr.AiRule;
import io.modeenvoy.ir.RouteIr.AiTarget;
import io.modeenvoy.ir.Timeouts;
import io.modeenvoy.policy.Names;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** AI entries and rules to Envoy's routes: the entry holds the call until ext-proc has chosen a rule, the rule sends it. */
final class AiRoutes {
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;
    private static final String NO_RULE = """
            {"error":{"message":"No AI operation at this path.","type":"invalid_request_error","param":null,"code":"unknown_path"}}""";

    private static final String RULE_GONE = """
            {"error":{"message":"The rule for this call has just changed. Try again.","type":"api_error","param":null,"code":"rule_changed"}}""";

    private static final String ELSEWHERE = """
            {"error":{"message":"Nothing is served at this path. The AI API lies below @: POST @chat/completions, GET @models. The base URL of a client ends in it.","type":"invalid_request_error","param":null,"code":"unknown_url"}}""";

    private static final HeaderValueOption JSON =
            Headers.option("content-type", "application/json", HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD);

    /** Envoy's CORS filter leaves routes that answer by themselves alone. Nothing takes this one: ext-proc answers the call or chooses a rule. */
    private static final RouteAction TO_NOWHERE = RouteAction.newBuilder()
            .setCluster("aientry/nowhere")
            .setClusterNotFoundResponseCode(RouteAction.ClusterNotFoundResponseCode.NOT_FOUND)
            .build();

    private final XdsOptions options;

    AiRoutes(XdsOptions options) {
        this.options = options;
    }

    Route entry(AiEntry entry) {
        Route.Builder route = Route.newBuilder()
                .setName(entry.name())
                .setMatch(RouteMatch.newBuilder().setPrefix(entry.pathPrefix()))
                .putAllTypedPerFilterConfig(RouteFilters.entry(entry.entry(), entry.cors()));
        return entry.cors() == null
                ? route.setDirectResponse(HttpRoutes.respond(NOT_FOUND, NO_RULE))
                        .addResponseHeadersToAdd(JSON)
                        .build()
                : route.setRoute(TO_NOWHERE).build();
    }

    /** For what no other route of a host with an AI entry takes: mostly the calls of a client whose base URL lacks the API's prefix. */
    static Route elsewhere(AiEntry entry) {
        return Route.newBuilder()
                .setName("aielsewhere")
                .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                .setDirectResponse(HttpRoutes.respond(NOT_FOUND, ELSEWHERE.replace("@", entry.pathPrefix())))
                .addResponseHeadersToAdd(JSON)
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
                .addResponseHeadersToAdd(JSON)
                .addResponseHeadersToAdd(
                        Headers.option("retry-after", "1", HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD))
                .build();
    }

    /**
     * The rule's routes. What is said of silence and of the first token is about answers that stream: one that comes as a whole is silent until it is made, so such calls have
     * a route of their own where a rule says something about it.
     */
    List<Route> rule(AiRule rule, Map<String, String> authorities) {
        Timeouts timeouts = rule.timeouts();
        boolean same = timeouts.idle() == null && timeouts.attempt() == null;
        Route streamed = route(rule, timeouts, authorities);
        return same
                ? List.of(streamed)
                : List.of(whole(route(rule, new Timeouts(timeouts.request(), null, null), authorities)), streamed);
    }

    private static Route whole(Route route) {
        Route.Builder whole = route.toBuilder();
        whole.getMatchBuilder()
                .addHeaders(HeaderMatcher.newBuilder()
                        .setName(Names.WHOLE_ANSWER_HEADER)
                        .setPresentMatch(true));
        return whole.build();
    }

    private Route route(AiRule rule, Timeouts timeouts, Map<String, String> authorities) {
        Route.Builder route = Route.newBuilder()
                .setName(rule.name())
                .setMatch(RouteMatch.newBuilder()
                        .setPrefix("/")
                        .addHeaders(RouteMatches.header(Names.RULE_HEADER, RouteMatches.exact(rule.selector()))))
                .addRequestHeadersToRemove(Names.RULE_HEADER)
                .addRequestHeadersToRemove(Names.WHOLE_ANSWER_HEADER)
                .putAllTypedPerFilterConfig(RouteFilters.ai(rule.entry()));
        List<AiTarget> targets =
                rule.targets().stream().filter(target -> target.weight() > 0).toList();
        if (targets.isEmpty()) {
            return route.setDirectResponse(HttpRoutes.respond(HttpRoutes.NO_BACKEND, ""))
                    .build();
        }
        if (Retries.keepLargeBodies(rule)) {
            route.setPerRequestBufferLimitBytes(Messages.uint32(options.limits().retryBufferBytes()));
        }
        if (!FirstTokens.areAwaited(timeouts)) { // elsewhere the listener inside of Envoy does, and writes its own
            route.addResponseHeadersToRemove(Names.DETAILS_HEADER);
        }
        return route.setRoute(action(rule, targets, timeouts, authorities)).build();
    }

    private RouteAction action(
            AiRule rule, List<AiTarget> targets, Timeouts timeouts, Map<String, String> authorities) {
        RouteAction.Builder action = RouteAction.newBuilder();
        boolean waits = FirstTokens.areAwaited(timeouts);
        if (targets.size() == 1 && !waits) {
            String cluster = clusterOf(rule, targets.getFirst());
            action.setCluster(cluster);
            if (!rule.attemptLevel() && authorities.containsKey(cluster)) {
                action.setHostRewriteLiteral(authorities.get(cluster));
            }
        } else {
            action.setWeightedClusters(weighted(rule, targets, waits, authorities));
        }
        limit(action, timeouts);
        return action.setRetryPolicy(Retries.of(rule, timeouts, request(timeouts)))
                .build();
    }

    private static WeightedCluster weighted(
            AiRule rule, List<AiTarget> targets, boolean waits, Map<String, String> authorities) {
        WeightedCluster.Builder weighted = WeightedCluster.newBuilder();
        for (AiTarget target : targets) {
            String name = clusterOf(rule, target);
            ClusterWeight.Builder cluster = ClusterWeight.newBuilder()
                    .setName(waits ? FirstTokens.before(name) : name)
                    .setWeight(Messages.uint32(target.weight()));
            if (!rule.attemptLevel() && authorities.containsKey(name)) {
                cluster.setHostRewriteLiteral(authorities.get(name));
            }
            if (!rule.attemptLevel() && waits) {
                cluster.addRequestHeadersToAdd(
                        Headers.option(Names.UPSTREAM_HEADER, name, HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD));
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

    /** Without a word about silence a call may be silent for as long as it may last. */
    private void limit(RouteAction.Builder action, Timeouts timeouts) {
        Duration request = request(timeouts);
        Duration idle = Objects.requireNonNullElse(timeouts.idle(), request);
        action.setTimeout(Messages.duration(request)).setIdleTimeout(Messages.duration(idle));
    }

    private Duration request(Timeouts timeouts) {
        return Objects.requireNonNullElse(timeouts.request(), options.limits().aiRequest());
    }
}
