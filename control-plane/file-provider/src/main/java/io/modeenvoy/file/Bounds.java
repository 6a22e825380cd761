package io.modeenvoy.file;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** From and to, both included, each possibly open. */
record Bounds(@Nullable Long from, @Nullable Long to) {
    static Bounds of(JsonNode schema, String from, String to) {
        return new Bounds(number(schema.get(from)), number(schema.get(to)));
    }

    private static @Nullable Long number(@Nullable JsonNode value) {
        return value == null ? null : value.asLong();
    }

    boolean hold(double value) {
        return (from == null || value >= from) && (to == null || value <= to);
    }

    /** {@code 1..16}, {@code >= 1} or {@code <= 16}. */
    @Override
    public String toString() {
        if (from != null && to != null) {
            return from.equals(to) ? from.toString() : from + ".." + to;
        }
        return from != null ? ">= " + from : "<= " + to;
    }
}
