package io.modeenvoy.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.Kinds;
import java.util.Set;

/** Something a watch of one kind has learnt. */
sealed interface Change {
    /** An object is there, as it is now. */
    record Present(ObjectKey key, HasMetadata object, Observed observed) implements Change {}

    /** An object is there, but is not what our model of its kind allows. */
    record Unreadable(
            ObjectKey key, Class<? extends HasMetadata> type, io.modeenvoy.k8s.Unreadable why, Observed observed)
            implements Change {}

    /** An object is gone. */
    record Gone(ObjectKey key, Class<? extends HasMetadata> type) implements Change {}

    /** All objects of a kind have been told; those not among {@code keys} are gone. */
    record Listed(Kinds.Kind<?> kind, Set<ObjectKey> keys) implements Change {
        public Listed {
            keys = Set.copyOf(keys);
        }
    }

    /** The API server does not know the kind. */
    record Missing(Kinds.Kind<?> kind) implements Change {}
}
