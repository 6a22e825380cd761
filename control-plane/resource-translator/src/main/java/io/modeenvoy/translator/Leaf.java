package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Something of a view that can change. */
sealed interface Leaf {
    /** One object, there or not. */
    record OfObject(Class<? extends HasMetadata> kind, String namespace, String name) implements Leaf {}

    /** The objects of a kind. */
    record OfKind(Class<? extends HasMetadata> kind) implements Leaf {}
}
