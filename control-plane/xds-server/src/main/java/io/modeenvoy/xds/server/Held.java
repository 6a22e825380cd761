package io.modeenvoy.xds.server;

import org.jspecify.annotations.Nullable;

/** What a client holds under one name. */
sealed interface Held permits Entry, Held.Earlier, Held.Nothing, Held.Unknown, Held.Version {
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

    /**
     * It may have brought something from an earlier stream, or kept something of a response that it rejected, and nobody can know what. A response that
     * carries the whole world must not leave it out: that would take it away.
     */
    record Earlier() implements Held {
        static final Earlier INSTANCE = new Earlier();
    }

    /** The client must be told whatever there is, though this is what it held for certain. */
    static Held doubted(Held certain) {
        return switch (certain) {
            case Earlier earlier -> earlier;
            case Entry _, Nothing _, Unknown _, Version _ -> new Unknown(entryOf(certain));
        };
    }

    /** The version it holds, or null. */
    static @Nullable String versionOf(Held held) {
        return switch (held) {
            case Entry entry -> entry.version();
            case Version(var version) -> version;
            case Nothing _, Unknown _, Earlier _ -> null;
        };
    }

    /** The bytes it holds as far as they are here, or null. */
    static @Nullable Entry entryOf(Held held) {
        return switch (held) {
            case Entry entry -> entry;
            case Unknown(var lastGood) -> lastGood;
            case Version _, Nothing _, Earlier _ -> null;
        };
    }

    /** Whether the client holds exactly what there is ({@code current}; null: no such resource). */
    static boolean matches(Held held, @Nullable Entry current) {
        return switch (held) {
            case Unknown _, Earlier _ -> false;
            case Nothing _ -> current == null;
            case Entry entry -> current != null && entry.version().equals(current.version());
            case Version(var version) -> current != null && version.equals(current.version());
        };
    }
}
