package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.crd.Suggestion;
import java.util.List;

/** What is said of a name that leads to no object of ours: there is none, or there is one that cannot be read, which has told its own mistake. */
final class Absence {
    private Absence() {}

    /** @param expected with its article: {@code an AIRoute} */
    static <T extends HasMetadata> String of(
            Scope scope, Class<T> kind, String expected, String namespace, String name) {
        if (scope.at(new Unreadable<>(kind), new ObjectName(namespace, name)) != null) {
            return name + " (expected: " + expected + " that can be read; see " + kind.getSimpleName() + " " + namespace
                    + "/" + name + ")";
        }
        List<String> names = scope.ask(new ByNamespace.Names<>(kind, namespace));
        return name + " (expected: " + expected + " in " + namespace + Suggestion.of(name, names) + ")";
    }
}
