package io.modeenvoy.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A structural schema of a CRD, as far as it is checked.
 *
 * @param values schema of the values of a map; null = not a map
 * @param open whether unknown fields are kept (and left to the binding)
 * @param allowed the enum; empty = any
 * @param absent the default; null = none
 * @param bounds of a number
 * @param size of a string in code points, of a list in items, of a map in entries
 * @param keys of a list that is a map
 */
record Schema(
        Type type,
        Map<String, Schema> properties,
        @Nullable Schema values,
        @Nullable Schema items,
        List<String> required,
        boolean open,
        boolean nullable,
        List<JsonNode> allowed,
        @Nullable Pattern pattern,
        @Nullable JsonNode absent,
        String format,
        Bounds bounds,
        Bounds size,
        boolean unique,
        List<String> keys,
        List<CelRule> rules) {
    /** What kind of value. */
    enum Type {
        OBJECT("a mapping"),
        ARRAY("a list"),
        STRING("a string"),
        INTEGER("a whole number"),
        NUMBER("a number"),
        BOOLEAN("true or false"),
        INT_OR_STRING("a whole number or a string"),
        ANY("a value");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        boolean holds(JsonNode value) {
            return switch (this) {
                case OBJECT -> value.isObject();
                case ARRAY -> value.isArray();
                case STRING -> value.isTextual();
                case INTEGER -> whole(value);
                case NUMBER -> value.isNumber();
                case BOOLEAN -> value.isBoolean();
                case INT_OR_STRING -> value.isTextual() || whole(value);
                case ANY -> true;
            };
        }

        private static boolean whole(JsonNode value) {
            return value.isIntegralNumber() && value.canConvertToLong();
        }
    }

    /** Whether the value must not appear in a message. */
    boolean secret() {
        return format.equals("password") || format.equals("byte");
    }
}
