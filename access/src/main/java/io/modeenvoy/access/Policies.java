package io.modeenvoy.access;

import io.modeenvoy.policy.AiEntryPolicy;
import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.ConsumerPolicy;
import io.modeenvoy.policy.KeyPolicy;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.policy.ProviderPolicy;
import io.modeenvoy.policy.RouteAccess;
import io.modeenvoy.policy.RouteRef;
import io.modeenvoy.policy.SecretValue;
import io.modeenvoy.policy.TenantPolicy;
import io.modeenvoy.policy.wire.PolicyTypes;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** The collections access decides by, each in a persistent map. Immutable. */
record Policies(
        PMap<String, TenantPolicy> tenants,
        ConsumerIndex consumers,
        KeyIndex keys,
        PMap<RouteRef, RouteAccess> routes,
        Budgets budgets,
        Peppers peppers) {
    static Policies empty() {
        return new Policies(
                HashTreePMap.empty(),
                ConsumerIndex.empty(),
                KeyIndex.empty(),
                HashTreePMap.empty(),
                Budgets.empty(),
                Peppers.empty());
    }

    Policies with(PolicyResource resource) {
        return switch (resource) {
            case TenantPolicy tenant ->
                new Policies(tenants.plus(tenant.name(), tenant), consumers, keys, routes, budgets, peppers);
            case ConsumerPolicy consumer ->
                new Policies(tenants, consumers.with(consumer), keys, routes, budgets, peppers);
            case KeyPolicy key -> new Policies(tenants, consumers, keys.with(key), routes, budgets, peppers);
            case RouteAccess route ->
                new Policies(tenants, consumers, keys, routes.plus(route.route(), route), budgets, peppers);
            case BudgetPolicy budget -> new Policies(tenants, consumers, keys, routes, budgets.with(budget), peppers);
            case SecretValue secret -> new Policies(tenants, consumers, keys, routes, budgets, peppers.with(secret));
            case AiEntryPolicy entry -> this;
            case AiRoutePolicy route -> this;
            case ProviderPolicy provider -> this;
        };
    }

    Policies without(String typeUrl, String name) {
        if (typeUrl.equals(PolicyTypes.TENANT)) {
            return new Policies(tenants.minus(name), consumers, keys, routes, budgets, peppers);
        } else if (typeUrl.equals(PolicyTypes.CONSUMER)) {
            return new Policies(tenants, consumers.without(NamespacedName.parse(name)), keys, routes, budgets, peppers);
        } else if (typeUrl.equals(PolicyTypes.KEY)) {
            return new Policies(tenants, consumers, keys.without(name), routes, budgets, peppers);
        } else if (typeUrl.equals(PolicyTypes.ROUTE)) {
            return new Policies(tenants, consumers, keys, routes.minus(RouteRef.parse(name)), budgets, peppers);
        } else if (typeUrl.equals(PolicyTypes.BUDGET)) {
            return new Policies(tenants, consumers, keys, routes, budgets.without(name), peppers);
        } else if (typeUrl.equals(PolicyTypes.SECRET)) {
            return new Policies(tenants, consumers, keys, routes, budgets, peppers.without(name));
        }
        return this;
    }

    boolean suspended(String tenant) {
        TenantPolicy policy = tenants.get(tenant);
        return policy != null && policy.suspended();
    }

    /** The consumer's own entry, or null. */
    @Nullable
    ConsumerPolicy consumer(NamespacedName name) {
        return consumers.get(name);
    }
}
