package io.modeenvoy.translator;

import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.Ir.PolicyNode;
import io.modeenvoy.ir.RequestMatch;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.VirtualHostIr;
import io.modeenvoy.policy.AiEntryPolicy;
import io.modeenvoy.policy.RouteRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One hostname of a route table with the routes on it. Rules of AIRoutes come first, selected by an internal header alone; HTTPRoutes, GRPCRoutes and the entry of AI calls follow by
 * the Gateway API's precedence.
 */
record Hosts(String table, Hostname hostname) implements Query<Hosts.Plan> {
    private static final String ENTRY_PATH = "/v1/";

    /** The host, and the policy of its entry of AI calls if there is one. */
    record Plan(VirtualHostIr host, List<PolicyNode> entry) {}

    @Override
    public Plan answer(Scope scope) {
        String name = table + "/" + hostname;
        PersistentMap<RouteRef, Boolean> routes = scope.at(new RouteTables.HostnamesOf(table), hostname);
        List<RouteHead> heads = (routes == null ? Set.<RouteRef>of() : routes.keySet())
                .stream()
                        .map(route -> scope.ask(new RouteHead.Of(route)))
                        .flatMap(Optional::stream)
                        .sorted(Comparator.comparing(RouteHead::created)
                                .thenComparing(head -> head.route().name()))
                        .toList();
        List<RouteHead> ai = ofKind(heads, RouteRef.Kind.AI_ROUTE);
        AiConflicts.report(scope, hostname, ai);
        List<RouteIr> all = new ArrayList<>();
        ai.forEach(head -> all.addAll(rules(scope, head, name)));
        List<Precedence> others = new ArrayList<>();
        ofKind(heads, RouteRef.Kind.HTTP_ROUTE).forEach(head -> others.addAll(http(scope, head)));
        ofKind(heads, RouteRef.Kind.GRPC_ROUTE).forEach(head -> others.addAll(grpc(scope, head)));
        if (!ai.isEmpty()) {
            others.add(entry(ai.getFirst(), name));
        }
        others.stream().sorted().map(Precedence::route).forEach(all::add);
        return new Plan(new VirtualHostIr(name, hostname, all), policies(ai, table, name));
    }

    private static List<RouteHead> ofKind(List<RouteHead> heads, RouteRef.Kind kind) {
        return heads.stream().filter(head -> head.route().kind() == kind).toList();
    }

    private static List<RouteIr> rules(Scope scope, RouteHead head, String entry) {
        List<RouteIr> rules = new ArrayList<>();
        for (AiRulePlan plan : scope.ask(new AiRoutes(head.route().name())).rules()) {
            if (!plan.targets().isEmpty()) {
                rules.add(new RouteIr.AiRule(
                        "airule/" + plan.policy().id(),
                        head.origin(),
                        entry,
                        plan.policy().selector(),
                        plan.targets(),
                        plan.attemptLevel(),
                        plan.timeouts(),
                        plan.retry()));
            }
        }
        rules.sort(Comparator.comparing(RouteIr::name));
        return rules;
    }

    private static List<Precedence> http(Scope scope, RouteHead head) {
        return scope.ask(new HttpRoutes(head.route().name())).routes().stream()
                .map(route -> Precedence.of(route, route.match(), head))
                .toList();
    }

    private static List<Precedence> grpc(Scope scope, RouteHead head) {
        return scope.ask(new GrpcRoutes(head.route().name())).routes().stream()
                .map(route -> Precedence.ofGrpc(route, head))
                .toList();
    }

    private static Precedence entry(RouteHead oldest, String name) {
        RouteIr entry = new RouteIr.AiEntry("aientry", oldest.origin(), name, ENTRY_PATH);
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
