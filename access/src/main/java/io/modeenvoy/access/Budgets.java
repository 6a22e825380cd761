package io.modeenvoy.access;

import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetTarget;
import io.modeenvoy.policy.Caller;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** What {@link io.modeenvoy.policy.BudgetIndex} answers, but changed budget by budget. Immutable; the lists are sorted by id. */
record Budgets(PMap<String, BudgetPolicy> byId, PMap<BudgetTarget, List<BudgetPolicy>> byTarget) {
    static Budgets empty() {
        return new Budgets(HashTreePMap.empty(), HashTreePMap.empty());
    }

    Budgets with(BudgetPolicy budget) {
        Budgets rest = without(budget.id());
        List<BudgetPolicy> same = new ArrayList<>(rest.byTarget.getOrDefault(budget.target(), List.of()));
        same.add(budget);
        same.sort(Comparator.comparing(BudgetPolicy::id));
        return new Budgets(rest.byId.plus(budget.id(), budget), rest.byTarget.plus(budget.target(), List.copyOf(same)));
    }

    Budgets without(String id) {
        BudgetPolicy budget = byId.get(id);
        if (budget == null) {
            return this;
        }
        List<BudgetPolicy> others = byTarget.getOrDefault(budget.target(), List.of()).stream()
                .filter(other -> !other.id().equals(id))
                .toList();
        return new Budgets(
                byId.minus(id),
                others.isEmpty() ? byTarget.minus(budget.target()) : byTarget.plus(budget.target(), others));
    }

    /** All budgets that must have room for a call of {@code caller} on {@code route}, in the order tenant, consumer, key, route. */
    List<BudgetPolicy> applicable(Caller caller, RouteRef route) {
        if (byId.isEmpty()) {
            return List.of();
        }
        List<BudgetPolicy> found = new ArrayList<>();
        collect(
                found,
                BudgetTarget.Kind.TENANT,
                BudgetTarget.ofTenant(caller.tenant()).name());
        collect(found, BudgetTarget.Kind.CONSUMER, caller.consumer());
        collect(found, BudgetTarget.Kind.API_KEY, caller.key());
        collect(found, kindOf(route), route.name());
        return found;
    }

    private void collect(List<BudgetPolicy> found, BudgetTarget.Kind kind, @Nullable NamespacedName name) {
        if (name != null) {
            found.addAll(byTarget.getOrDefault(new BudgetTarget(kind, name), List.of()));
        }
    }

    private static BudgetTarget.Kind kindOf(RouteRef route) {
        return switch (route.kind()) {
            case AI_ROUTE -> BudgetTarget.Kind.AI_ROUTE;
            case HTTP_ROUTE -> BudgetTarget.Kind.HTTP_ROUTE;
            case GRPC_ROUTE -> BudgetTarget.Kind.GRPC_ROUTE;
        };
    }
}
