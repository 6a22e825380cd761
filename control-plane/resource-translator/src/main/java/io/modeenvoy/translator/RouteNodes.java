package io.modeenvoy.translator;

import io.modeenvoy.ir.Ir.PolicyNode;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.AccessMode;
import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteAccess;
import io.modeenvoy.policy.RouteRef;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The policies of an attached route: who may call it, and the rules of an AIRoute. */
record RouteNodes(RouteRef route) implements Query<List<PolicyNode>> {
    @Override
    public List<PolicyNode> answer(Scope scope) {
        return switch (route.kind()) {
            case HTTP_ROUTE -> {
                ObjectRef origin = new ObjectRef(
                        kind(route.kind()),
                        route.name().namespace(),
                        route.name().name());
                yield List.of(access(scope, origin, scope.ask(new HttpAccess(route.name()))));
            }
            case GRPC_ROUTE -> List.of();
            case AI_ROUTE -> {
                AiRoutes.Plan plan = scope.ask(new AiRoutes(route.name()));
                Set<AiMatches.Selection> lost = lost(scope);
                AiRoutePolicy rules = new AiRoutePolicy(
                        route.name(),
                        plan.rules().stream()
                                .map(AiRulePlan::policy)
                                .flatMap(rule -> AiMatches.without(rule, lost))
                                .toList());
                yield List.of(access(scope, plan.origin(), plan.access()), new PolicyNode(plan.origin(), rules));
            }
        };
    }

    /** What other tenants' older routes keep. */
    private Set<AiMatches.Selection> lost(Scope scope) {
        Set<AiMatches.Selection> lost = new HashSet<>();
        scope.ask(new RouteTables.Places(route))
                .forEach((table, hostnames) -> hostnames.keySet().forEach(hostname -> {
                    Set<AiMatches.Selection> there = scope.at(new AiConflicts(table, hostname), route);
                    lost.addAll(there == null ? Set.of() : there);
                }));
        return lost;
    }

    /** The word for a kind of route. */
    static String kind(RouteRef.Kind kind) {
        return switch (kind) {
            case AI_ROUTE -> "AIRoute";
            case HTTP_ROUTE -> "HTTPRoute";
            case GRPC_ROUTE -> "GRPCRoute";
        };
    }

    private PolicyNode access(Scope scope, ObjectRef origin, AccessMode mode) {
        String tenant = scope.ask(new Tenants.Of(route.name().namespace()));
        return new PolicyNode(origin, new RouteAccess(route, mode, tenant, gateways(scope)));
    }

    private List<NamespacedName> gateways(Scope scope) {
        return scope.ask(new Attachments(route)).bindings().stream()
                .map(Candidates.Binding::gateway)
                .distinct()
                .sorted()
                .toList();
    }
}
