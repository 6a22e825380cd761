package io.modeenvoy.translator;

import io.modeenvoy.incremental.Each;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.incremental.Union;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.policy.AccessMode;
import io.modeenvoy.policy.BudgetTarget;
import io.modeenvoy.policy.RouteRef;
import java.util.Optional;

/** Which services look at the calls of an HTTPRoute. */
record HttpGuards(RouteRef route) implements Query<RouteIr.Guard> {
    @Override
    public RouteIr.Guard answer(Scope scope) {
        AccessMode mode = scope.ask(new HttpAccess(route.name()));
        BudgetTarget itself = new BudgetTarget(BudgetTarget.Kind.HTTP_ROUTE, route.name());
        boolean limit = scope.at(new Budgets.RequestTargets(), itself) != null || mayCount(scope, mode);
        return new RouteIr.Guard(route, mode != AccessMode.ANYONE, limit);
    }

    /** Whether calls of this route may come from somebody with a budget of requests. */
    private boolean mayCount(Scope scope, AccessMode mode) {
        return switch (mode) {
            case ANYONE -> false;
            case AUTHENTICATED -> scope.ask(new IsAnyLimited());
            case TENANT ->
                scope.at(
                                new LimitedTenants(),
                                scope.ask(new Tenants.Of(route.name().namespace())))
                        != null;
        };
    }

    /** Whether there is anybody with a budget of requests. */
    private record IsAnyLimited() implements Query<Boolean> {
        @Override
        public Boolean answer(Scope scope) {
            return !scope.ask(new LimitedTenants()).isEmpty();
        }
    }

    /** The tenants of all that has a budget of requests and may call. */
    private record LimitedTenants() implements Union<Scope, BudgetTarget, Optional<String>, String, Boolean> {
        @Override
        public Question<Scope, PersistentMap<BudgetTarget, Optional<String>>> of() {
            return new EachTenant();
        }

        @Override
        public PersistentMap<String, Boolean> said(BudgetTarget target, Optional<String> tenant) {
            return tenant.map(name -> PersistentMap.of(name, true)).orElse(PersistentMap.empty());
        }
    }

    /** The tenant of each. */
    private record EachTenant() implements Each<Scope, BudgetTarget, Optional<String>> {
        @Override
        public Question<Scope, PersistentMap<BudgetTarget, Boolean>> members() {
            return new Budgets.RequestTargets();
        }

        @Override
        public Question<Scope, Optional<String>> about(BudgetTarget target) {
            return new TenantOf(target);
        }
    }

    /** The tenant whose calls count against what is set on a target; empty for routes. */
    private record TenantOf(BudgetTarget target) implements Query<Optional<String>> {
        @Override
        public Optional<String> answer(Scope scope) {
            return switch (target.kind()) {
                case AI_ROUTE, HTTP_ROUTE, GRPC_ROUTE -> Optional.empty();
                case TENANT -> Optional.of(target.name().toString());
                case CONSUMER, API_KEY ->
                    Optional.of(scope.ask(new Tenants.Of(target.name().namespace())));
            };
        }
    }
}
