package io.modeenvoy.xds.translator;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.modeenvoy.ir.ObjectRef;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One xDS resource. An unchanged IR node gives the same instance again.
 *
 * @param bytes {@code message} in deterministic form
 * @param origins the user's objects it speaks for, at least one
 */
public record TranslatedResource(ResourceKey key, Message message, ByteString bytes, SortedSet<ObjectRef> origins) {
    public TranslatedResource {
        origins = Collections.unmodifiableSortedSet(new TreeSet<>(origins));
    }

    static TranslatedResource of(String name, Message message, Collection<ObjectRef> origins) {
        ResourceKey key = new ResourceKey(TypeUrls.of(message.getDescriptorForType()), name);
        return new TranslatedResource(key, message, Messages.bytes(message), new TreeSet<>(origins));
    }

    /** Its name in its collection. */
    public String name() {
        return key.name();
    }

    /** Names it only: contents may be secret. */
    @Override
    public String toString() {
        return key.toString();
    }
}
