package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.incremental.Grouping;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import java.util.List;

/** The objects of a kind, grouped by namespace. */
record ByNamespace<T extends HasMetadata>(Class<T> kind) implements Grouping<Scope, ObjectName, T, String, T> {
    @Override
    public Question<Scope, PersistentMap<ObjectName, T>> of() {
        return new Objects<>(kind);
    }

    @Override
    public PersistentMap<String, T> said(ObjectName name, T object) {
        return PersistentMap.of(name.namespace(), object);
    }

    /** The objects of one namespace, by name. */
    record In<T extends HasMetadata>(Class<T> kind, String namespace) implements Query<List<T>> {
        @Override
        public List<T> answer(Scope scope) {
            PersistentMap<ObjectName, T> found = scope.at(new ByNamespace<>(kind), namespace);
            return found == null ? List.of() : List.copyOf(found.values());
        }
    }

    /** The names of the objects of one namespace, sorted. */
    record Names<T extends HasMetadata>(Class<T> kind, String namespace) implements Query<List<String>> {
        @Override
        public List<String> answer(Scope scope) {
            PersistentMap<ObjectName, T> found = scope.at(new ByNamespace<>(kind), namespace);
            return found == null
                    ? List.of()
                    : found.keySet().stream().map(ObjectName::name).toList();
        }
    }

    /** Whether there is one in a namespace. */
    record Has<T extends HasMetadata>(Class<T> kind, String namespace) implements Query<Boolean> {
        @Override
        public Boolean answer(Scope scope) {
            return scope.at(new ByNamespace<>(kind), namespace) != null;
        }
    }

    /** The namespaces in which there is one, sorted. */
    record Used<T extends HasMetadata>(Class<T> kind) implements Query<List<String>> {
        @Override
        public List<String> answer(Scope scope) {
            return List.copyOf(scope.ask(new ByNamespace<>(kind)).keySet());
        }
    }
}
