package io.modeenvoy.xds.server;

import org.jspecify.annotations.Nullable;

/** What a client was last seen to hold of one type: an immutable view that costs nothing to keep. */
@FunctionalInterface
public interface HeldResources {
    /** Nothing is held. */
    HeldResources NONE = _ -> null;

    /** The version of that resource that the client acknowledged, or null. */
    @Nullable
    String version(String name);

    /**
     * Whether the client holds everything as it is in that version of the type's whole content; false = look at each resource.
     *
     * @param typeVersion of the whole content
     */
    default boolean isAllOf(String typeVersion) {
        return false;
    }
}
