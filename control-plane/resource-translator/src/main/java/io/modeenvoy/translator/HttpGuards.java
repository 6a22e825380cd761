package io.modeenvoy.translator;

import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.policy.AccessMode;
import io.modeenvoy.policy.BudgetTarget;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.Set;

/** Which services look at the calls of an HTTPRoute. */
record HttpGuards(RouteRef route) implements Query<RouteIr.Guard> {
    @Override
    public RouteIr.Guard answer(Scope scope) {
        AccessMode mode = scope.ask(new HttpAccess(route.name()));
        Set<BudgetTarget> limited = scope.ask(new Budgets.RequestTargets());
        boolean limit = limited.stream().anyMatch(target -> mayCount(scope, mode, target));
        return new RouteIr.Guard(route, mode != AccessMode.ANYONE, limit);
    }

    /** Whether calls of this route may count against what is set on {@code target}. */
    private boolean mayCount(Scope scope, AccessMode mode, BudgetTarget target) {
        return switch (target.kind()) {
            case HTTP_ROUTE -> target.name().equals(route.name());
            case AI_ROUTE -> false;
            case TENANT -> mayCall(scope, mode, target.name().name());
            case CONSUMER, API_KEY -> mayCall(scope, mode, tenantOf(scope, target.name()));
        };
    }

    private boolean mayCall(Scope scope, AccessMode mode, String tenant) {
        return switch (mode) {
            case ANYONE -> false;
            case AUTHENTICATED -> true;
            case TENANT -> tenant.equals(tenantOf(scope, route.name()));
        };
    }

    private static String tenantOf(Scope scope, NamespacedName object) {
        return scope.ask(new Tenants.Of(object.namespace()));
    }
}
