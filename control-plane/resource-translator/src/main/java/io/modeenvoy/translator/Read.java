package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something an answer was made from, and what it was. */
sealed interface Read {
    /** One object, or its absence. */
    record OfObject(
            Class<? extends HasMetadata> kind,
            String namespace,
            String name,
            @Nullable HasMetadata found) implements Read {}

    /** Every object of a kind. */
    record OfKind(Class<? extends HasMetadata> kind, List<? extends HasMetadata> found) implements Read {}

    /** The answer to another question. */
    record OfAnswer(Query<?> query, Object found) implements Read {}
}
