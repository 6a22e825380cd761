package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRouteRule;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.List;

/** The rules of a GRPCRoute, wherever it hangs. No policy can be set on it yet, so that no service looks at its calls. */
record GrpcRoutes(NamespacedName route) implements Query<RouteRules.Plan> {
    @Override
    public RouteRules.Plan answer(Scope scope) {
        GRPCRoute found = scope.get(GRPCRoute.class, route.namespace(), route.name());
        if (found == null || found.getSpec() == null) {
            return RouteRules.Plan.NOTHING;
        }
        Reporter reporter = new Reporter(scope, Identity.ref(found));
        RouteRules rules = new RouteRules(
                new HttpMatches(reporter, "method"),
                new HttpBackends(scope, reporter, true),
                new RouteIr.Guard(new RouteRef(RouteRef.Kind.GRPC_ROUTE, route), false, false));
        List<GRPCRouteRule> written = found.getSpec().getRules();
        for (int i = 0; i < written.size(); i++) {
            rules.add(written(written.get(i)), "spec.rules[" + i + "]");
        }
        return rules.plan();
    }

    private static RouteRules.Written written(GRPCRouteRule rule) {
        return new RouteRules.Written(
                rule.getName(),
                rule.getMatches().stream().map(GrpcMatches::asHttp).toList(),
                GrpcFilters.asHttp(rule.getFilters()),
                rule.getBackendRefs().stream().map(WrittenBackend::of).toList(),
                null);
    }
}
