package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The objects of a kind, grouped by namespace. */
record ByNamespace<T extends HasMetadata>(Class<T> kind) implements Query<Map<String, List<T>>> {
    @Override
    public Map<String, List<T>> answer(Scope scope) {
        return scope.list(kind).stream()
                .collect(Collectors.groupingBy(Identity::namespace, TreeMap::new, Collectors.toUnmodifiableList()));
    }

    /** The objects of one namespace, by name. */
    record In<T extends HasMetadata>(Class<T> kind, String namespace) implements Query<List<T>> {
        @Override
        public List<T> answer(Scope scope) {
            return scope.ask(new ByNamespace<>(kind)).getOrDefault(namespace, List.of());
        }
    }

    /** The names of the objects of one namespace, sorted. */
    record Names<T extends HasMetadata>(Class<T> kind, String namespace) implements Query<List<String>> {
        @Override
        public List<String> answer(Scope scope) {
            return scope.ask(new In<>(kind, namespace)).stream()
                    .map(object -> object.getMetadata().getName())
                    .sorted()
                    .toList();
        }
    }
}
