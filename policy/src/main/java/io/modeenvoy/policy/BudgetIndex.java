package io.modeenvoy.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the budgets a call counts against, by its caller and route. Immutable. */
public final class BudgetIndex {
    private static final Comparator<BudgetTarget> BY_TARGET =
            Comparator.comparing(BudgetTarget::kind).thenComparing(BudgetTarget::name);

    private final Map<BudgetTarget, List<BudgetPolicy>> byTarget = new TreeMap<>(BY_TARGET);

    public BudgetIndex(Collection<BudgetPolicy> budgets) {
        budgets.stream()
                .sorted(Comparator.comparing(BudgetPolicy::id))
                .forEach(budget -> byTarget.computeIfAbsent(budget.target(), target -> new ArrayList<>())
                        .add(budget));
    }

    /** All budgets that must have room for a call of {@code caller} on {@code route}, in the order tenant, consumer, key, route. */
    public List<BudgetPolicy> applicable(Caller caller, RouteRef route) {
        List<BudgetPolicy> found = new ArrayList<>();
        collect(
                found,
                BudgetTarget.Kind.TENANT,
                BudgetTarget.ofTenant(caller.tenant()).name());
        collect(found, BudgetTarget.Kind.CONSUMER, caller.consumer());
        collect(found, BudgetTarget.Kind.API_KEY, caller.key());
        collect(found, kindOf(route), route.name());
        return List.copyOf(found);
    }

    /** The budgets of the route alone: for a call of nobody on a route that belongs to no tenant. */
    public List<BudgetPolicy> applicable(RouteRef route) {
        return byTarget.getOrDefault(new BudgetTarget(kindOf(route), route.name()), List.of());
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
