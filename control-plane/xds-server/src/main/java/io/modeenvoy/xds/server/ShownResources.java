package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/** Says what people and tools may see of a resource: introspection must not give away what only the proxies may know. */
@FunctionalInterface
public interface ShownResources {
    /** The serialised resource without what is secret in it, or null when nothing of it may be seen. */
    @Nullable
    ByteString shown(String typeUrl, ByteString body);

    /** Names, versions and states, no contents. */
    static ShownResources none() {
        return (_, _) -> null;
    }
}
