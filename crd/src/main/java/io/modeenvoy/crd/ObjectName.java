package io.modeenvoy.crd;

import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/** Identity of an object within its kind; the namespace of cluster-scoped objects is empty. */
public record ObjectName(String namespace, String name) implements Comparable<ObjectName> {
    /** That of an object. */
    public static ObjectName of(HasMetadata object) {
        return new ObjectName(
                text(object.getMetadata().getNamespace()),
                text(object.getMetadata().getName()));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    @Override
    public int compareTo(ObjectName other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }
}
