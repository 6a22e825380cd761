package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.NamespacedName;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** What objects are called, and which came first. */
final class Identity {
    /** Who wins a conflict: the oldest, of equal age the first by namespace and name. */
    static final Comparator<HasMetadata> OLDEST_FIRST =
            Comparator.comparing(Identity::created).thenComparing(Identity::name);

    private Identity() {}

    static ObjectRef ref(HasMetadata object) {
        return new ObjectRef(
                object.getKind(), namespace(object), object.getMetadata().getName());
    }

    static NamespacedName name(HasMetadata object) {
        return new NamespacedName(namespace(object), object.getMetadata().getName());
    }

    static NamespacedName name(ObjectName name) {
        return new NamespacedName(name.namespace(), name.name());
    }

    static String namespace(HasMetadata object) {
        return text(object.getMetadata().getNamespace());
    }

    /** RFC 3339 in UTC, which sorts as text; empty for objects from files. */
    static String created(HasMetadata object) {
        return text(object.getMetadata().getCreationTimestamp());
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
