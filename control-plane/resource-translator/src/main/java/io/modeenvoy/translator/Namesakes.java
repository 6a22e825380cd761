package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.modeenvoy.crd.AIRoute;
import io.modeenvoy.crd.Budget;
import io.modeenvoy.crd.Consumer;
import io.modeenvoy.crd.Tenant;
import java.util.List;

/**
 * A Tenant and a namespace of one name that have nothing to do with each other. Both are told, because one of them likely thinks otherwise.
 *
 * @param name of both
 */
record Namesakes(String name) implements Query<Boolean> {
    private static final List<Class<? extends HasMetadata>> TENANTS_OWN =
            List.of(AIRoute.class, HTTPRoute.class, GRPCRoute.class, Consumer.class, Budget.class);

    /** Whether there are such. */
    @Override
    public Boolean answer(Scope scope) {
        return scope.get(Tenant.class, "", name) != null
                && !scope.ask(new Tenants()).namespaces().containsKey(name)
                && isUsed(scope);
    }

    /** Files need no Namespace. */
    private boolean isUsed(Scope scope) {
        return scope.get(Namespace.class, "", name) != null
                || TENANTS_OWN.stream().anyMatch(kind -> scope.ask(new ByNamespace.Has<>(kind, name)));
    }

    /** Tells a Tenant. */
    static void warnTenant(Scope scope, Reporter reporter, String tenant) {
        if (scope.ask(new Namesakes(tenant))) {
            reporter.warn(
                    "spec.namespaces",
                    Reasons.NAMESPACE_CONFLICT,
                    "without " + tenant
                            + ", a namespace that no Tenant names and that is a tenant by itself (expected: " + tenant
                            + " among the namespaces, or a name that no namespace has)");
        }
    }

    /** Tells an object of a namespace that the Tenant of the namespace's name is not its tenant. */
    static void warnObject(Scope scope, Reporter reporter, String namespace) {
        if (scope.ask(new Namesakes(namespace))) {
            reporter.warn(
                    "metadata.namespace",
                    Reasons.NAMESPACE_CONFLICT,
                    namespace
                            + " (expected: a namespace of its Tenant; the Tenant of that name does not name it, so the"
                            + " namespace is a tenant by itself)");
        }
    }
}
