package io.modeenvoy.translator;

import io.modeenvoy.crd.APIKey;
import io.modeenvoy.crd.Budget;
import io.modeenvoy.crd.Consumer;
import io.modeenvoy.crd.ModelProvider;
import io.modeenvoy.crd.Tenant;
import io.modeenvoy.ir.Ir.PolicyNode;
import io.modeenvoy.policy.NamespacedName;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Everything the services enforce. */
record Policies() implements Query<List<PolicyNode>> {
    @Override
    public List<PolicyNode> answer(Scope scope) {
        List<PolicyOrder.Named> nodes = new ArrayList<>();
        tenants(scope).forEach(tenant -> nodes.add(PolicyOrder.named(scope.ask(new TenantNodes(tenant)))));
        for (String namespace : scope.ask(new Namespaces())) {
            nodes.addAll(scope.ask(new In(namespace)));
        }
        for (NamespacedName gateway : scope.ask(new Gateways())) {
            for (PolicyNode entry : scope.ask(new GatewayPlans.Entries(gateway))) {
                nodes.add(PolicyOrder.named(entry));
            }
        }
        return PolicyOrder.sorted(nodes);
    }

    /** Every Tenant, and every namespace that is its own tenant and in which something can be called or call. */
    private static TreeSet<String> tenants(Scope scope) {
        TreeSet<String> tenants = new TreeSet<>();
        scope.list(Tenant.class).forEach(each -> tenants.add(each.getMetadata().getName()));
        for (String namespace : scope.ask(new Namespaces())) {
            if (scope.ask(new IsActive(namespace))) {
                tenants.add(scope.ask(new Tenants.Of(namespace)));
            }
        }
        return tenants;
    }

    /** Whether something in a namespace can be called or call. */
    private record IsActive(String namespace) implements Query<Boolean> {
        @Override
        public Boolean answer(Scope scope) {
            return !scope.ask(new ByNamespace.In<>(Consumer.class, namespace)).isEmpty()
                    || !scope.ask(new Bindings.Attached(namespace)).isEmpty();
        }
    }

    /** What the objects of a namespace say, sorted. */
    private record In(String namespace) implements Query<List<PolicyOrder.Named>> {
        @Override
        public List<PolicyOrder.Named> answer(Scope scope) {
            List<PolicyNode> nodes = new ArrayList<>();
            scope.ask(new ByNamespace.In<>(Consumer.class, namespace))
                    .forEach(each -> nodes.addAll(scope.ask(new Consumers(Identity.name(each)))));
            scope.ask(new ByNamespace.In<>(APIKey.class, namespace))
                    .forEach(each -> nodes.addAll(scope.ask(new Keys(Identity.name(each)))));
            scope.ask(new ByNamespace.In<>(Budget.class, namespace))
                    .forEach(each -> nodes.addAll(scope.ask(new Budgets(Identity.name(each)))));
            scope.ask(new ByNamespace.In<>(ModelProvider.class, namespace))
                    .forEach(each -> nodes.addAll(scope.ask(new ProviderNodes(Identity.name(each)))));
            scope.ask(new Bindings.Attached(namespace))
                    .forEach(route -> nodes.addAll(scope.ask(new RouteNodes(route))));
            return nodes.stream().map(PolicyOrder::named).sorted().toList();
        }
    }
}
