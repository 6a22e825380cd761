package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteFilter;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteTimeouts;
import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.HttpAction;
import io.modeenvoy.ir.RequestMatch;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.Timeouts;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.policy.NamespacedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules of an HTTPRoute or a GRPCRoute, one after the other. */
final class RouteRules {
    private final Reporter reporter;
    private final HttpMatches translator;
    private final HttpBackends backends;
    private final RouteIr.Guard guard;
    private final boolean closed;
    private final List<RouteIr.Http> routes = new ArrayList<>();
    private final Map<String, String> fields = new HashMap<>();
    private final Map<RequestMatch, String> seen = new HashMap<>();

    /**
     * @param closed why nobody may call the route; empty = it is open to those whom its guard lets in
     */
    RouteRules(HttpMatches translator, HttpBackends backends, RouteIr.Guard guard, Optional<String> closed) {
        this.reporter = translator.reporter();
        this.translator = translator;
        this.backends = backends;
        this.guard = guard;
        this.closed = closed.isPresent();
        closed.ifPresent(why -> reporter.refused("", Reasons.POLICY_UNREADABLE, why));
    }

    /**
     * A route, understood.
     *
     * @param routes one for each match of each rule, in their written order
     * @param fields where each of them is written, by its name
     * @param services that it sends to
     */
    record Plan(
            List<RouteIr.Http> routes,
            Map<String, String> fields,
            List<ClusterIr> clusters,
            List<EndpointsIr> endpoints,
            List<TlsSecretIr> secrets,
            List<NamespacedName> services) {
        static final Plan NOTHING = new Plan(List.of(), Map.of(), List.of(), List.of(), List.of(), List.of());

        Plan {
            routes = List.copyOf(routes);
            fields = Map.copyOf(fields);
            services = List.copyOf(services);
        }
    }

    /** A rule as it is written. */
    record Written(
            @Nullable String name,
            List<HTTPRouteMatch> matches,
            List<HTTPRouteFilter> filters,
            List<WrittenBackend> backends,
            @Nullable HTTPRouteTimeouts timeouts) {}

    Plan plan() {
        return new Plan(
                routes, fields, backends.clusters(), backends.endpoints(), backends.secrets(), backends.services());
    }

    void add(Written rule, String field) {
        Map<String, RequestMatch> matches = matches(rule, field);
        boolean prefixes =
                matches.values().stream().allMatch(match -> match.path() instanceof RequestMatch.PathMatch.Prefix);
        HttpFilters filters = HttpFilters.ofRule(rule.filters(), prefixes, reporter, field);
        HttpAction action = action(rule, filters, field);
        Timeouts timeouts = timeouts(rule.timeouts(), field + ".timeouts");
        matches.forEach((at, match) -> {
            String first = seen.putIfAbsent(match, at);
            if (first != null) {
                reporter.warn(at, Reasons.DUPLICATE, "never matches (expected: another match than " + first + ")");
                return;
            }
            String name = name(rule, match);
            fields.put(name, at);
            routes.add(new RouteIr.Http(
                    name,
                    reporter.object(),
                    match,
                    action,
                    filters.request(),
                    filters.response(),
                    timeouts,
                    guard,
                    filters.cors()));
        });
    }

    /** Matches by the field they stand at. */
    private Map<String, RequestMatch> matches(Written rule, String field) {
        Map<String, RequestMatch> matches = new LinkedHashMap<>();
        if (rule.matches().isEmpty()) {
            translator.of(new HTTPRouteMatch(), field).ifPresent(every -> matches.put(field + ".matches", every));
        }
        for (int i = 0; i < rule.matches().size(); i++) {
            String at = field + ".matches[" + i + "]";
            translator.of(rule.matches().get(i), at).ifPresent(match -> matches.put(at, match));
        }
        return matches;
    }

    private HttpAction action(Written rule, HttpFilters filters, String field) {
        if (closed || !filters.sound()) {
            return new HttpAction.Respond(500, "");
        }
        return filters.redirect() != null ? filters.redirect() : backends.forward(rule.backends(), filters, field);
    }

    /** The match is unique in its route, so its fingerprint is a name that no reordering changes. */
    private String name(Written rule, RequestMatch match) {
        String prefix = rule.name() == null ? "" : rule.name() + "/";
        return guard.route() + "/" + prefix + Fingerprint.of(match);
    }

    private Timeouts timeouts(@Nullable HTTPRouteTimeouts written, String field) {
        return written == null
                ? Timeouts.NONE
                : new Timeouts(
                        Durations.parse(written.getRequest(), reporter, field + ".request"),
                        null,
                        Durations.parse(written.getBackendRequest(), reporter, field + ".backendRequest"));
    }
}
