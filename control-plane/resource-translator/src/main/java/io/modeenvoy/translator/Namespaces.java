package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.modeenvoy.crd.AIRoute;
import io.modeenvoy.crd.APIKey;
import io.modeenvoy.crd.Budget;
import io.modeenvoy.crd.Consumer;
import io.modeenvoy.crd.ModelProvider;
import io.modeenvoy.crd.SecurityPolicy;
import java.util.List;
import java.util.TreeSet;

/** The namespaces in which there is anything for us. What is summed up over all objects is summed up by namespace first, so that a change sums up its own anew. */
record Namespaces() implements Query<List<String>> {
    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            AIRoute.class,
            HTTPRoute.class,
            ModelProvider.class,
            Consumer.class,
            APIKey.class,
            Budget.class,
            SecurityPolicy.class);

    @Override
    public List<String> answer(Scope scope) {
        TreeSet<String> namespaces = new TreeSet<>();
        KINDS.forEach(kind -> namespaces.addAll(scope.ask(new Of(kind))));
        return List.copyOf(namespaces);
    }

    /** Those of one kind. */
    private record Of(Class<? extends HasMetadata> kind) implements Query<List<String>> {
        @Override
        public List<String> answer(Scope scope) {
            return List.copyOf(scope.ask(new ByNamespace<>(kind)).keySet());
        }
    }
}
