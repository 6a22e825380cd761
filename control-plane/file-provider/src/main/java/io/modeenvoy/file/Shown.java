package io.modeenvoy.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;

/** Values in messages: one line, not too long. */
final class Shown {
    private static final int LENGTH = 80;

    private Shown() {}

    static String plain(JsonNode value) {
        if (value.isContainerNode()) {
            return value.isObject() ? "a mapping" : "a list";
        }
        String line = value.asText()
                .codePoints()
                .mapToObj(c -> c < ' ' ? " " : Character.toString(c))
                .collect(Collectors.joining());
        if (line.isEmpty()) {
            return "\"\"";
        }
        return line.length() <= LENGTH ? line : line.substring(0, LENGTH) + "…";
    }

    /** Strings in quotes, so that "8080" and 8080 can be told apart. */
    static String typed(JsonNode value) {
        return value.isTextual() && !value.textValue().isEmpty() ? "\"" + plain(value) + "\"" : plain(value);
    }

    static String plain(JsonNode value, Schema schema) {
        return schema.secret() ? "(hidden)" : plain(value);
    }

    static String typed(JsonNode value, Schema schema) {
        return schema.secret() && value.isValueNode() ? "(hidden)" : typed(value);
    }
}
