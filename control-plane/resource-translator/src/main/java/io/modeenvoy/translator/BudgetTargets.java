package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.modeenvoy.crd.AIRoute;
import io.modeenvoy.crd.APIKey;
import io.modeenvoy.crd.BudgetSpec;
import io.modeenvoy.crd.Consumer;
import io.modeenvoy.policy.BudgetTarget;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.TenantPolicy;
import java.util.Optional;

/** Whose use a Budget counts: its own tenant, or an object in its own namespace. */
final class BudgetTargets {
    private static final String FIELD = "spec.target.name";

    private BudgetTargets() {}

    /** Empty if there is no such target, which is reported. */
    static Optional<BudgetTarget> resolve(
            Scope scope, Reporter reporter, NamespacedName budget, BudgetSpec.Target target) {
        String namespace = budget.namespace();
        return switch (target.kind()) {
            case TENANT -> tenant(scope, reporter, namespace, target.name());
            case CONSUMER ->
                object(scope, reporter, namespace, target, Consumer.class, BudgetTarget.Kind.CONSUMER, "a Consumer");
            case API_KEY ->
                object(scope, reporter, namespace, target, APIKey.class, BudgetTarget.Kind.API_KEY, "an APIKey");
            case AI_ROUTE ->
                object(scope, reporter, namespace, target, AIRoute.class, BudgetTarget.Kind.AI_ROUTE, "an AIRoute");
            case HTTP_ROUTE ->
                object(
                        scope,
                        reporter,
                        namespace,
                        target,
                        HTTPRoute.class,
                        BudgetTarget.Kind.HTTP_ROUTE,
                        "an HTTPRoute");
        };
    }

    /** A namespace that is its own tenant writes its own name. */
    private static Optional<BudgetTarget> tenant(Scope scope, Reporter reporter, String namespace, String name) {
        String tenant = scope.ask(new Tenants.Of(namespace));
        String written = TenantPolicy.isNamespace(tenant) ? namespace : tenant;
        if (!written.equals(name)) {
            reporter.refused(
                    FIELD,
                    Reasons.NOT_PERMITTED,
                    name + " (expected: " + written + ", the tenant of namespace " + namespace + ")");
            return Optional.empty();
        }
        return Optional.of(BudgetTarget.ofTenant(tenant));
    }

    private static <T extends HasMetadata> Optional<BudgetTarget> object(
            Scope scope,
            Reporter reporter,
            String namespace,
            BudgetSpec.Target target,
            Class<T> type,
            BudgetTarget.Kind kind,
            String expected) {
        if (scope.get(type, namespace, target.name()) == null) {
            reporter.unresolved(
                    FIELD, Reasons.TARGET_NOT_FOUND, Absence.of(scope, type, expected, namespace, target.name()));
            return Optional.empty();
        }
        return Optional.of(new BudgetTarget(kind, new NamespacedName(namespace, target.name())));
    }
}
