package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRouteRule;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.List;

/** The rules of a GRPCRoute, wherever it hangs. No policy can be set on it yet, so that no service looks at its calls. */
record GrpcRoutes(NamespacedName route) implements ObjectQuery<RouteRules.Plan> {
    @Override
    public ObjectRef owner() {
        return new ObjectRef("GRPCRoute", route.namespace(), route.name());
    }

    @Override
    public RouteRules.Plan nothing() {
        return RouteRules.Plan.NOTHING;
    }

    @Override
    public RouteRules.Plan work(Scope scope) {
        GRPCRoute found = scope.get(GRPCRoute.class, route.namespace(), route.name());
        if (found == null || found.getSpec() == null) {
            return RouteRules.Plan.NOTHING;
        }
        Reporter reporter = new Reporter(scope, Identity.ref(found));
        RouteRef itself = new RouteRef(RouteRef.Kind.GRPC_ROUTE, route);
        RouteRules rules = new RouteRules(
                new HttpMatches(reporter, "method"),
                new HttpBackends(scope, reporter, true),
                new RouteIr.Guard(itself, false, false),
                scope.ask(new HttpAccess.Closed(itself)));
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
