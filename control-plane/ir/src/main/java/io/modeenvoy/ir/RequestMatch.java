package io.modeenvoy.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions on a request; all must hold. Path and values are compared as they are, header names without case. */
public record RequestMatch(
        PathMatch path, @Nullable String method, List<ValueMatch> headers, List<ValueMatch> queryParams) {
    public RequestMatch {
        headers = List.copyOf(headers);
        queryParams = List.copyOf(queryParams);
    }

    /** Condition on the path, without query. */
    public sealed interface PathMatch {
        String value();

        /** The whole path. */
        record Exact(String value) implements PathMatch {}

        /** Whole path elements: {@code /a} matches {@code /a} and {@code /a/b}, not {@code /ab}. {@code /} matches all. */
        record Prefix(String value) implements PathMatch {}

        /** RE2 over the whole path. */
        record Regex(String value) implements PathMatch {}
    }

    /** A header or query parameter that must be there with this value. */
    public record ValueMatch(String name, String value, boolean regex) {}
}
