package io.modeenvoy.crd;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a field is when it was not written. The defaults here and those of the schema are the same; a test compares them. */
final class Absent {
    private Absent() {}

    static <T> List<T> list(@Nullable List<T> written) {
        return written == null ? List.of() : List.copyOf(written);
    }

    static <T> List<T> list(@Nullable List<T> written, List<T> absent) {
        return written == null ? absent : List.copyOf(written);
    }

    static <V> Map<String, V> map(@Nullable Map<String, V> written) {
        return written == null ? Map.of() : Map.copyOf(written);
    }

    static <T> @Nullable T either(@Nullable T written, @Nullable T other) {
        return written == null ? other : written;
    }

    static <T> T or(@Nullable T written, T absent) {
        return written == null ? absent : written;
    }
}
