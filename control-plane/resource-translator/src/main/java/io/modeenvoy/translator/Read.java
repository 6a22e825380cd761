package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/** Something an answer was made from, and what it was. */
sealed interface Read {
    /** One object, or its absence. */
    record OfObject(Leaf.OfObject leaf, @Nullable HasMetadata found) implements Read {}

    /** Every object of a kind. */
    record OfKind(Leaf.OfKind leaf) implements Read {}

    /** The answer to another question. */
    record OfAnswer(Node node, Object found) implements Read {}
}
