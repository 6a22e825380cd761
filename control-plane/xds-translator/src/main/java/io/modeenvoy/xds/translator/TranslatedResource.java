package io.modeenvoy.xds.translator;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.ir.ObjectRef;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One xDS resource. An unchanged IR node gives the same instance again.
 *
 * @param bytes {@code message} in deterministic form
 * @param from the user's objects it speaks for, at least one
 */
public record TranslatedResource(
        ResourceKey key, Message message, ByteString bytes, PersistentMap<ObjectRef, Boolean> from) {
    /** Of a message that has been serialised deterministically. */
    public static TranslatedResource of(
            ResourceKey key, Message message, ByteString bytes, Collection<ObjectRef> origins) {
        return new TranslatedResource(key, message, bytes, set(origins));
    }

    static TranslatedResource of(String name, Message message, Collection<ObjectRef> origins) {
        ResourceKey key = new ResourceKey(TypeUrls.of(message.getDescriptorForType()), name);
        return of(key, message, Messages.bytes(message), origins);
    }

    /** Stands where something is named and not there, until whoever names it has been asked again. */
    static TranslatedResource missing(String typeUrl, String name) {
        return of(new ResourceKey(typeUrl, name), Empty.getDefaultInstance(), ByteString.EMPTY, Set.of());
    }

    static PersistentMap<ObjectRef, Boolean> set(Collection<ObjectRef> origins) {
        PersistentMap<ObjectRef, Boolean> set = PersistentMap.empty();
        for (ObjectRef origin : origins) {
            set = set.plus(origin, true);
        }
        return set;
    }

    /** Its name in its collection. */
    public String name() {
        return key.name();
    }

    /** The user's objects it speaks for, sorted. */
    public Set<ObjectRef> origins() {
        return from.keySet();
    }

    /** The bytes tell messages apart. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TranslatedResource resource
                && key.equals(resource.key)
                && bytes.equals(resource.bytes)
                && from.equals(resource.from);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + bytes.hashCode();
    }

    /** Names it only: contents may be secret. */
    @Override
    public String toString() {
        return key.toString();
    }
}
