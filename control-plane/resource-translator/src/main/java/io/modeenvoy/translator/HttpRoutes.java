package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteTimeouts;
import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.HttpAction;
import io.modeenvoy.ir.RequestMatch;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.Timeouts;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of an HTTPRoute, wherever it hangs. */
record HttpRoutes(NamespacedName route) implements Query<HttpRoutes.Plan> {
    /**
     * An HTTPRoute, understood.
     *
     * @param routes one for each match of each rule, in their written order
     */
    record Plan(List<RouteIr.Http> routes, List<ClusterIr> clusters, List<EndpointsIr> endpoints) {
        Plan {
            routes = List.copyOf(routes);
        }
    }

    @Override
    public Plan answer(Scope scope) {
        HTTPRoute found = scope.get(HTTPRoute.class, route.namespace(), route.name());
        if (found == null || found.getSpec() == null) {
            return new Plan(List.of(), List.of(), List.of());
        }
        Reporter reporter = new Reporter(scope, Identity.ref(found));
        HttpBackends backends = new HttpBackends(scope, reporter, route.namespace());
        RouteIr.Guard guard = scope.ask(new HttpGuards(new RouteRef(RouteRef.Kind.HTTP_ROUTE, route)));
        Builder builder = new Builder(reporter, backends, guard, route, new ArrayList<>(), new HashMap<>());
        List<HTTPRouteRule> rules = found.getSpec().getRules();
        for (int i = 0; i < rules.size(); i++) {
            builder.add(rules.get(i), "spec.rules[" + i + "]");
        }
        return new Plan(builder.routes(), backends.clusters(), backends.endpoints());
    }

    /** Collects the routes of the rules. */
    private record Builder(
            Reporter reporter,
            HttpBackends backends,
            RouteIr.Guard guard,
            NamespacedName route,
            List<RouteIr.Http> routes,
            Map<RequestMatch, String> seen) {
        void add(HTTPRouteRule rule, String field) {
            warnOfIgnored(rule, field);
            Map<String, RequestMatch> matches = matches(rule, field);
            boolean prefixes =
                    matches.values().stream().allMatch(match -> match.path() instanceof RequestMatch.PathMatch.Prefix);
            HttpFilters filters = HttpFilters.ofRule(rule.getFilters(), prefixes, reporter, field);
            HttpAction action = action(rule, filters, field);
            Timeouts timeouts = timeouts(rule.getTimeouts(), field + ".timeouts");
            matches.forEach((at, match) -> {
                String first = seen.putIfAbsent(match, at);
                if (first != null) {
                    reporter.warn(at, Reasons.DUPLICATE, "never matches (expected: another match than " + first + ")");
                    return;
                }
                routes.add(new RouteIr.Http(
                        name(rule, match),
                        reporter.object(),
                        match,
                        action,
                        filters.request(),
                        filters.response(),
                        timeouts,
                        guard));
            });
        }

        /** Matches by the field they stand at. */
        private Map<String, RequestMatch> matches(HTTPRouteRule rule, String field) {
            HttpMatches translator = new HttpMatches(reporter);
            Map<String, RequestMatch> matches = new java.util.LinkedHashMap<>();
            if (rule.getMatches().isEmpty()) {
                translator.of(new HTTPRouteMatch(), field).ifPresent(every -> matches.put(field + ".matches", every));
            }
            for (int i = 0; i < rule.getMatches().size(); i++) {
                String at = field + ".matches[" + i + "]";
                translator.of(rule.getMatches().get(i), at).ifPresent(match -> matches.put(at, match));
            }
            return matches;
        }

        private HttpAction action(HTTPRouteRule rule, HttpFilters filters, String field) {
            if (!filters.sound()) {
                return new HttpAction.Respond(500, "");
            }
            return filters.redirect() != null
                    ? filters.redirect()
                    : backends.forward(rule.getBackendRefs(), filters.rewrite(), field);
        }

        /** The match is unique in its route, so its fingerprint is a name that no reordering changes. */
        private String name(HTTPRouteRule rule, RequestMatch match) {
            String prefix = rule.getName() == null ? "" : rule.getName() + "/";
            return "httproute/" + route + "/" + prefix + Fingerprint.of(match);
        }

        private Timeouts timeouts(@Nullable HTTPRouteTimeouts written, String field) {
            return written == null
                    ? Timeouts.NONE
                    : new Timeouts(
                            Durations.parse(written.getRequest(), reporter, field + ".request"),
                            null,
                            Durations.parse(written.getBackendRequest(), reporter, field + ".backendRequest"));
        }

        private void warnOfIgnored(HTTPRouteRule rule, String field) {
            if (rule.getRetry() != null) {
                reporter.warn(
                        field + ".retry",
                        Reasons.UNSUPPORTED_VALUE,
                        "ignored (expected: absent; HTTPRoutes do not retry yet)");
            }
            if (rule.getSessionPersistence() != null) {
                reporter.warn(
                        field + ".sessionPersistence",
                        Reasons.UNSUPPORTED_VALUE,
                        "ignored (expected: absent; sessions are not kept yet)");
            }
        }
    }
}
