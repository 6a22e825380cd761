package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.List;

/** The rules of an HTTPRoute, wherever it hangs. */
record HttpRoutes(NamespacedName route) implements ObjectQuery<RouteRules.Plan> {
    @Override
    public ObjectRef owner() {
        return new ObjectRef("HTTPRoute", route.namespace(), route.name());
    }

    @Override
    public RouteRules.Plan nothing() {
        return RouteRules.Plan.NOTHING;
    }

    @Override
    public RouteRules.Plan work(Scope scope) {
        HTTPRoute found = scope.get(HTTPRoute.class, route.namespace(), route.name());
        if (found == null || found.getSpec() == null) {
            return RouteRules.Plan.NOTHING;
        }
        Reporter reporter = new Reporter(scope, Identity.ref(found));
        RouteRef itself = new RouteRef(RouteRef.Kind.HTTP_ROUTE, route);
        RouteRules rules = new RouteRules(
                new HttpMatches(reporter, "path"),
                new HttpBackends(scope, reporter, false),
                scope.ask(new HttpGuards(itself)),
                scope.ask(new HttpAccess.Closed(itself)));
        List<HTTPRouteRule> written = found.getSpec().getRules();
        for (int i = 0; i < written.size(); i++) {
            String field = "spec.rules[" + i + "]";
            warnOfIgnored(written.get(i), reporter, field);
            rules.add(written(written.get(i)), field);
        }
        return rules.plan();
    }

    private static RouteRules.Written written(HTTPRouteRule rule) {
        return new RouteRules.Written(
                rule.getName(),
                rule.getMatches(),
                rule.getFilters(),
                rule.getBackendRefs().stream().map(WrittenBackend::of).toList(),
                rule.getTimeouts());
    }

    /** Fields of the experimental channel; the schemas of the standard one do not have them. */
    private static void warnOfIgnored(HTTPRouteRule rule, Reporter reporter, String field) {
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
