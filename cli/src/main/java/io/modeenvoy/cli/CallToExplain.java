package io.modeenvoy.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call that is not made.
 *
 * @param path with or without query
 * @param headers by lower-case name
 */
record CallToExplain(
        String method,
        String host,
        String path,
        Map<String, String> headers,
        @Nullable String model) {
    CallToExplain {
        headers = Map.copyOf(headers);
    }

    String pathOnly() {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    /** The value of a query parameter, as written; null = absent. */
    @Nullable
    String query(String name) {
        int start = path.indexOf('?');
        if (start >= 0) {
            for (String pair : path.substring(start + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                if ((equals < 0 ? pair : pair.substring(0, equals)).equals(name)) {
                    return equals < 0 ? "" : pair.substring(equals + 1);
                }
            }
        }
        return null;
    }
}
