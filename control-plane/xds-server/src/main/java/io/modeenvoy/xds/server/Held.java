package io.modeenvoy.xds.server;

import org.jspecify.annotations.Nullable;

/** What a client holds under one name. */
sealed interface Held permits Entry, Held.Nothing, Held.Unknown, Held.Version {
    /** It holds no such resource and knows that there is none. */
    record Nothing() implements Held {
        static final Nothing INSTANCE = new Nothing();
    }

    /** We cannot know: it must be told whatever there is. {@code lastGood} is what it had before, if anything. */
    record Unknown(@Nullable Entry lastGood) implements Held {
        static final Unknown EMPTY = new Unknown(null);
    }

    /** It brought this version from an earlier stream; its bytes are not here. */
    record Version(String version) implements Held {}

    /** The version it holds, or null. */
    static @Nullable String versionOf(Held held) {
        return switch (held) {
            case Entry entry -> entry.version();
            case Version(var version) -> version;
            case Nothing _, Unknown _ -> null;
        };
    }

    /** The bytes it holds as far as they are here, or null. */
    static @Nullable Entry entryOf(Held held) {
        return switch (held) {
            case Entry entry -> entry;
            case Unknown(var lastGood) -> lastGood;
            case Version _, Nothing _ -> null;
        };
    }

    /** Whether the client holds exactly what there is ({@code current}; null: no such resource). */
    static boolean matches(Held held, @Nullable Entry current) {
        return switch (held) {
            case Unknown _ -> false;
            case Nothing _ -> current == null;
            case Entry entry -> current != null && entry.version().equals(current.version());
            case Version(var version) -> current != null && version.equals(current.version());
        };
    }
}
