package io.modeenvoy.translator;

import io.modeenvoy.crd.APIKey;
import io.modeenvoy.crd.Budget;
import io.modeenvoy.crd.Consumer;
import io.modeenvoy.crd.ModelProvider;
import io.modeenvoy.crd.Tenant;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.Ir.PolicyNode;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Everything the services enforce. */
record Policies() implements Query<List<PolicyNode>> {
    @Override
    public List<PolicyNode> answer(Scope scope) {
        List<PolicyNode> nodes = new ArrayList<>();
        tenants(scope).forEach(tenant -> nodes.add(scope.ask(new TenantNodes(tenant))));
        scope.list(Consumer.class).forEach(each -> nodes.addAll(scope.ask(new Consumers(Identity.name(each)))));
        scope.list(APIKey.class).forEach(each -> nodes.addAll(scope.ask(new Keys(Identity.name(each)))));
        scope.list(Budget.class).forEach(each -> nodes.addAll(scope.ask(new Budgets(Identity.name(each)))));
        scope.list(ModelProvider.class)
                .forEach(each -> nodes.addAll(scope.ask(new ProviderNodes(Identity.name(each)))));
        scope.ask(new Bindings.Attached()).forEach(route -> nodes.addAll(scope.ask(new RouteNodes(route))));
        nodes.addAll(entries(scope));
        return PolicyOrder.sorted(nodes);
    }

    /** Every Tenant, and every namespace that is its own tenant and in which something can be called or call. */
    private static TreeSet<String> tenants(Scope scope) {
        TreeSet<String> tenants = new TreeSet<>();
        scope.list(Tenant.class).forEach(each -> tenants.add(each.getMetadata().getName()));
        scope.list(Consumer.class).forEach(each -> tenants.add(scope.ask(new Tenants.Of(Identity.namespace(each)))));
        for (RouteRef route : scope.ask(new Bindings.Attached())) {
            tenants.add(scope.ask(new Tenants.Of(route.name().namespace())));
        }
        return tenants;
    }

    private static List<PolicyNode> entries(Scope scope) {
        List<PolicyNode> entries = new ArrayList<>();
        for (NamespacedName gateway : scope.ask(new Gateways())) {
            scope.ask(new RouteTables(gateway))
                    .forEach((table, hosts) ->
                            hosts.forEach((hostname, routes) -> entries.addAll(entry(scope, table, hostname, routes))));
        }
        return entries;
    }

    private static List<PolicyNode> entry(Scope scope, String table, Hostname hostname, List<RouteRef> routes) {
        return scope.ask(new Hosts(table, hostname, routes)).entry();
    }
}
