package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.APIKey;
import io.modeenvoy.crd.Budget;
import io.modeenvoy.crd.Consumer;
import io.modeenvoy.crd.ModelProvider;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.crd.Tenant;
import io.modeenvoy.incremental.Each;
import io.modeenvoy.incremental.Merge;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.incremental.Union;
import io.modeenvoy.ir.Ir.PolicyNode;
import io.modeenvoy.ir.PolicyKey;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.List;

/** What the services enforce. */
final class Policies {
    /** All of it. */
    static final Question<Scope, PersistentMap<PolicyKey, PolicyNode>> ALL = new Merge<>(List.of(
            new OfTenants(),
            new OfObjects<>(new ObjectPolicies<>(Source.CONSUMERS, Consumer.class)),
            new OfObjects<>(new ObjectPolicies<>(Source.KEYS, APIKey.class)),
            new OfRoutes(),
            new OfObjects<>(new ObjectPolicies<>(Source.BUDGETS, Budget.class)),
            new RouteTables.Entries(),
            new OfObjects<>(new ObjectPolicies<>(Source.PROVIDERS, ModelProvider.class))));

    private Policies() {}

    /** The policies of one object or route, by their places. */
    static PersistentMap<PolicyKey, PolicyNode> byKey(List<PolicyNode> nodes) {
        PersistentMap<PolicyKey, PolicyNode> byKey = PersistentMap.empty();
        for (PolicyNode node : nodes) {
            byKey = byKey.plus(node.key(), node);
        }
        return byKey;
    }

    /** Kinds of objects that are policies by themselves. */
    enum Source {
        CONSUMERS,
        KEYS,
        BUDGETS,
        PROVIDERS;

        private Query<List<PolicyNode>> about(NamespacedName name) {
            return switch (this) {
                case CONSUMERS -> new Consumers(name);
                case KEYS -> new Keys(name);
                case BUDGETS -> new Budgets(name);
                case PROVIDERS -> new ProviderNodes(name);
            };
        }
    }

    /** What each object of a kind says. */
    record ObjectPolicies<T extends HasMetadata>(Source source, Class<T> kind)
            implements Each<Scope, ObjectName, List<PolicyNode>> {
        @Override
        public Question<Scope, PersistentMap<ObjectName, T>> members() {
            return new Objects<>(kind);
        }

        @Override
        public Question<Scope, List<PolicyNode>> about(ObjectName name) {
            return source.about(Identity.name(name));
        }
    }

    /** What the objects of a kind say. */
    private record OfObjects<T extends HasMetadata>(ObjectPolicies<T> of)
            implements Union<Scope, ObjectName, List<PolicyNode>, PolicyKey, PolicyNode> {
        @Override
        public PersistentMap<PolicyKey, PolicyNode> said(ObjectName name, List<PolicyNode> nodes) {
            return byKey(nodes);
        }
    }

    /** What each attached route says. */
    private record EachRoute() implements Each<Scope, RouteRef, List<PolicyNode>> {
        @Override
        public Question<Scope, PersistentMap<RouteRef, Boolean>> members() {
            return new Routes.Attached();
        }

        @Override
        public Question<Scope, List<PolicyNode>> about(RouteRef route) {
            return new RouteNodes(route);
        }
    }

    /** What the attached routes say. */
    private record OfRoutes() implements Union<Scope, RouteRef, List<PolicyNode>, PolicyKey, PolicyNode> {
        @Override
        public Question<Scope, PersistentMap<RouteRef, List<PolicyNode>>> of() {
            return new EachRoute();
        }

        @Override
        public PersistentMap<PolicyKey, PolicyNode> said(RouteRef route, List<PolicyNode> nodes) {
            return byKey(nodes);
        }
    }

    /** Every Tenant, and every namespace that is its own tenant and in which something can be called or call. */
    private record ActiveTenants() implements Query<PersistentMap<String, Boolean>> {
        @Override
        public PersistentMap<String, Boolean> answer(Scope scope) {
            PersistentMap<String, Boolean> tenants = PersistentMap.empty();
            for (Tenant tenant : scope.list(Tenant.class)) {
                tenants = tenants.plus(tenant.getMetadata().getName(), true);
            }
            for (String namespace : scope.ask(new ByNamespace.Used<>(Consumer.class))) {
                tenants = tenants.plus(scope.ask(new Tenants.Of(namespace)), true);
            }
            for (String namespace : scope.ask(new Routes.AttachedNamespaces())) {
                tenants = tenants.plus(scope.ask(new Tenants.Of(namespace)), true);
            }
            return tenants;
        }
    }

    /** Each tenant. */
    private record EachTenant() implements Each<Scope, String, PolicyNode> {
        @Override
        public Question<Scope, PersistentMap<String, Boolean>> members() {
            return new ActiveTenants();
        }

        @Override
        public Question<Scope, PolicyNode> about(String tenant) {
            return new TenantNodes(tenant);
        }
    }

    /** The tenants. */
    private record OfTenants() implements Union<Scope, String, PolicyNode, PolicyKey, PolicyNode> {
        @Override
        public Question<Scope, PersistentMap<String, PolicyNode>> of() {
            return new EachTenant();
        }

        @Override
        public PersistentMap<PolicyKey, PolicyNode> said(String tenant, PolicyNode node) {
            return PersistentMap.of(node.key(), node);
        }
    }
}
