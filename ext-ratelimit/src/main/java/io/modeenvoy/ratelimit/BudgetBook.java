package io.modeenvoy.ratelimit;

import io.grpc.Status;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteAccess;
import io.modeenvoy.policy.RouteRef;
import io.modeenvoy.policy.wire.PolicyTypes;
import io.modeenvoy.service.PolicyChange;
import io.modeenvoy.service.PolicySubscriber;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The budgets in force, and which Gateways have a route. Written by the policy thread alone, read by every call. */
final class BudgetBook implements PolicySubscriber {
    private volatile @Nullable BudgetSnapshot current;
    private volatile Map<String, List<NamespacedName>> gateways = Map.of();

    @Override
    public Set<String> typeUrls() {
        return Set.of(PolicyTypes.BUDGET, PolicyTypes.ROUTE);
    }

    @Override
    public void apply(PolicyChange change) {
        if (change.typeUrl().equals(PolicyTypes.BUDGET)) {
            budgets(change);
        } else {
            routes(change);
        }
    }

    /** The Gateways that have the route; none while that has not arrived. */
    List<NamespacedName> gatewaysOf(RouteRef route) {
        return gateways.getOrDefault(route.toString(), List.of());
    }

    private void routes(PolicyChange change) {
        Map<String, List<NamespacedName>> next = new HashMap<>(gateways);
        next.keySet().removeAll(change.removals());
        change.upserts().forEach((name, resource) -> {
            if (resource instanceof RouteAccess access) {
                next.put(name, access.gateways());
            }
        });
        gateways = Map.copyOf(next);
    }

    private void budgets(PolicyChange change) {
        BudgetSnapshot before = current;
        Map<String, BudgetPolicy> byId = new HashMap<>(before == null ? Map.of() : before.byId());
        byId.keySet().removeAll(change.removals());
        change.upserts().forEach((name, resource) -> {
            if (resource instanceof BudgetPolicy budget) {
                byId.put(budget.id(), budget);
            }
        });
        current = new BudgetSnapshot(byId);
    }

    boolean isReady() {
        return current != null;
    }

    /** The budgets, or UNAVAILABLE while they have not arrived. */
    BudgetSnapshot snapshot() {
        BudgetSnapshot snapshot = current;
        if (snapshot == null) {
            throw Status.UNAVAILABLE
                    .withDescription("budgets: not yet received from the control plane (expected: in a moment)")
                    .asRuntimeException();
        }
        return snapshot;
    }
}
