package io.modeenvoy.translator;

import io.modeenvoy.crd.AIRouteSpec;
import io.modeenvoy.crd.ModelProvider;
import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.NamespacedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The backends of an AIRoute's rule that can be used; what is wrong with the others is reported. */
record AiBackends(Scope scope, Reporter reporter, NamespacedName route) {
    /**
     * A backend with its provider.
     *
     * @param place in the rule's list
     */
    record Usable(int place, AiRoutePolicy.Backend backend, Providers.Found.Usable provider) {}

    List<Usable> of(AIRouteSpec.Rule rule, String field) {
        List<Usable> usable = new ArrayList<>();
        for (int i = 0; i < rule.backendRefs().size(); i++) {
            AIRouteSpec.BackendRef ref = rule.backendRefs().get(i);
            String at = field + ".backendRefs[" + i + "]";
            String id = id(ref);
            if (usable.stream().anyMatch(other -> other.backend().id().equals(id))) {
                reporter.refused(
                        at + ".name",
                        Reasons.DUPLICATE,
                        id + " (expected: each provider and model once in a rule; the first one counts)");
                continue;
            }
            int place = i;
            resolve(ref, at)
                    .filter(provider -> ref.weight() > 0)
                    .ifPresent(provider -> usable.add(new Usable(place, backend(ref, id), provider)));
        }
        return usable;
    }

    private String namespace(AIRouteSpec.BackendRef ref) {
        return ref.namespace() == null ? route.namespace() : ref.namespace();
    }

    private String id(AIRouteSpec.BackendRef ref) {
        String provider = namespace(ref) + "/" + ref.name();
        return ref.model() == null ? provider : provider + "@" + ref.model();
    }

    private AiRoutePolicy.Backend backend(AIRouteSpec.BackendRef ref, String id) {
        NamespacedName provider = new NamespacedName(namespace(ref), ref.name());
        return new AiRoutePolicy.Backend(id, provider, ref.model(), ref.weight(), ref.priority());
    }

    private Optional<Providers.Found.Usable> resolve(AIRouteSpec.BackendRef ref, String field) {
        String namespace = namespace(ref);
        var from = new ReferenceGrants.From(Groups.OURS, "AIRoute", route.namespace());
        var to = new ReferenceGrants.To(Groups.OURS, "ModelProvider", namespace, ref.name());
        if (!ReferenceGrants.permit(scope, from, to)) {
            reporter.unresolved(field + ".namespace", Reasons.REF_NOT_PERMITTED, ReferenceGrants.expectation(from, to));
            return Optional.empty();
        }
        return switch (scope.ask(new Providers(new NamespacedName(namespace, ref.name())))) {
            case Providers.Found.Usable usable -> Optional.of(usable);
            case Providers.Found.Unusable() -> {
                reporter.unresolved(
                        field + ".name",
                        Reasons.INVALID_PROVIDER,
                        ref.name() + " (expected: a ModelProvider that can be used; see ModelProvider " + namespace
                                + "/" + ref.name() + ")");
                yield Optional.empty();
            }
            case Providers.Found.Missing() -> {
                reporter.unresolved(
                        field + ".name",
                        Reasons.BACKEND_NOT_FOUND,
                        Absence.of(scope, ModelProvider.class, "a ModelProvider", namespace, ref.name()));
                yield Optional.empty();
            }
        };
    }
}
