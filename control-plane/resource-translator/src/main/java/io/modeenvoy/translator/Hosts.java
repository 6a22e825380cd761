package io.modeenvoy.translator;

import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.ir.Cors;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.Ir.PolicyNode;
import io.modeenvoy.ir.RequestMatch;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.VirtualHostIr;
import io.modeenvoy.policy.AiEntryPolicy;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One hostname of a route table with the routes on it. Rules of AIRoutes come first, selected by an internal header alone; HTTPRoutes, GRPCRoutes and the entry of AI calls follow by
 * the Gateway API's precedence.
 */
record Hosts(String table, Hostname hostname) implements Query<Hosts.Plan> {
    private static final String ENTRY_PATH = "/v1/";

    /** The host, and the policy of its entry of AI calls if there is one. */
    record Plan(VirtualHostIr host, List<PolicyNode> entry) {}

    /** The heads of the routes on a hostname of a table, the oldest first. */
    record Heads(String table, Hostname hostname) implements Query<List<RouteHead>> {
        @Override
        public List<RouteHead> answer(Scope scope) {
            PersistentMap<RouteRef, Boolean> routes = scope.at(new RouteTables.HostnamesOf(table), hostname);
            return (routes == null ? Set.<RouteRef>of() : routes.keySet())
                    .stream()
                            .map(route -> scope.ask(new RouteHead.Of(route)))
                            .flatMap(Optional::stream)
                            .sorted(Comparator.comparing(RouteHead::created)
                                    .thenComparing(head -> head.route().name()))
                            .toList();
        }
    }

    @Override
    public Plan answer(Scope scope) {
        String name = table + "/" + hostname;
        List<RouteHead> heads = scope.ask(new Heads(table, hostname));
        scope.ask(new AiConflicts(table, hostname));
        List<Precedence> standing = scope.ask(new Standing(table, hostname));
        Set<NamespacedName> entered = entered(standing);
        List<RouteHead> ai = heads.stream()
                .filter(head -> head.route().kind() == RouteRef.Kind.AI_ROUTE
                        && entered.contains(head.route().name()))
                .toList();
        List<RouteIr> all = new ArrayList<>();
        ai.forEach(head -> all.addAll(rules(scope, head, name)));
        Stream.concat(
                        standing.stream().filter(place -> !isEntry(place)),
                        ai.stream().limit(1).map(oldest -> entry(oldest, name, AiCors.of(scope, ai, hostname))))
                .sorted()
                .map(Precedence::route)
                .forEach(all::add);
        return new Plan(new VirtualHostIr(name, hostname, all), policies(ai, table, name));
    }

    /** What stands on the host in the table, the entries of AIRoutes among it: other tenants' older routes keep the rest from it. */
    record Standing(String table, Hostname hostname) implements Query<List<Precedence>> {
        @Override
        public List<Precedence> answer(Scope scope) {
            String name = table + "/" + hostname;
            return Trespasses.settle(
                    scope,
                    hostname,
                    scope.ask(new Heads(table, hostname)).stream()
                            .flatMap(head -> claims(scope, head, name))
                            .toList());
        }
    }

    /** The AIRoutes that AI calls reach. */
    static Set<NamespacedName> entered(List<Precedence> standing) {
        return standing.stream().filter(Hosts::isEntry).map(Precedence::name).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isEntry(Precedence place) {
        return place.route() instanceof RouteIr.AiEntry;
    }

    private static Stream<Trespasses.Claim> claims(Scope scope, RouteHead head, String entry) {
        String tenant = scope.ask(new Tenants.Of(head.origin().namespace()));
        return switch (head.route().kind()) {
            case HTTP_ROUTE ->
                claims(
                        scope.ask(new HttpRoutes(head.route().name())),
                        tenant,
                        route -> Precedence.of(route, route.match(), head));
            case GRPC_ROUTE ->
                claims(scope.ask(new GrpcRoutes(head.route().name())), tenant, route -> Precedence.ofGrpc(route, head));
            case AI_ROUTE -> Stream.of(new Trespasses.Claim(entry(head, entry, null), tenant, "spec.hostnames"));
        };
    }

    private static Stream<Trespasses.Claim> claims(
            RouteRules.Plan plan, String tenant, Function<RouteIr.Http, Precedence> place) {
        return plan.routes().stream()
                .map(route -> new Trespasses.Claim(
                        place.apply(route), tenant, plan.fields().getOrDefault(route.name(), "spec.rules")));
    }

    private static List<RouteIr> rules(Scope scope, RouteHead head, String entry) {
        List<RouteIr> rules = new ArrayList<>();
        for (AiRulePlan plan : scope.ask(new AiRoutes(head.route().name())).rules()) {
            if (!plan.targets().isEmpty()) {
                rules.add(new RouteIr.AiRule(
                        "airule/" + plan.policy().id(),
                        head.origin(),
                        entry,
                        plan.selector(),
                        plan.targets(),
                        plan.attemptLevel(),
                        plan.timeouts(),
                        plan.retry()));
            }
        }
        rules.sort(Comparator.comparing(RouteIr::name));
        return rules;
    }

    private static Precedence entry(RouteHead oldest, String name, @Nullable Cors cors) {
        RouteIr entry = new RouteIr.AiEntry("aientry", oldest.origin(), name, ENTRY_PATH, cors);
        RequestMatch match =
                new RequestMatch(new RequestMatch.PathMatch.Prefix(ENTRY_PATH), null, List.of(), List.of());
        return Precedence.of(entry, match, oldest);
    }

    private static List<PolicyNode> policies(List<RouteHead> ai, String table, String name) {
        return ai.isEmpty()
                ? List.of()
                : List.of(new PolicyNode(
                        ai.getFirst().origin(),
                        new AiEntryPolicy(
                                name,
                                ListenerPlan.gatewayOf(table),
                                ai.stream().map(head -> head.route().name()).toList())));
    }
}
