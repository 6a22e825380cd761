package io.modeenvoy.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values as CEL rules of CRDs see them: typed by the schema, with property names that are words of CEL escaped. A null is absent. */
final class CelValues {
    private static final Set<String> WORDS = Set.of(
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while");

    private CelValues() {}

    static Object of(JsonNode value, @Nullable Schema schema) {
        return switch (value.getNodeType()) {
            case OBJECT -> map(value, schema);
            case ARRAY -> list(value, schema == null ? null : schema.items());
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> number(value, schema);
            case STRING -> text(value.textValue(), schema);
            case BINARY, MISSING, NULL, POJO -> throw new IllegalArgumentException("self: " + value.getNodeType());
        };
    }

    private static Map<String, Object> map(JsonNode value, @Nullable Schema schema) {
        Map<String, Object> map = new HashMap<>();
        value.properties().stream().filter(entry -> !entry.getValue().isNull()).forEach(entry -> {
            Schema property = schema == null ? null : schema.properties().get(entry.getKey());
            String name = property == null ? entry.getKey() : escape(entry.getKey());
            Schema type = property == null && schema != null ? schema.values() : property;
            map.put(name, of(entry.getValue(), type));
        });
        return map;
    }

    private static List<Object> list(JsonNode value, @Nullable Schema items) {
        List<Object> list = new ArrayList<>(value.size());
        value.forEach(item -> {
            if (!item.isNull()) {
                list.add(of(item, items));
            }
        });
        return list;
    }

    private static Object number(JsonNode value, @Nullable Schema schema) {
        boolean fraction = schema != null && schema.type() == Schema.Type.NUMBER;
        return fraction || !value.canConvertToExactIntegral()
                ? (Object) value.doubleValue()
                : (Object) value.longValue();
    }

    private static Object text(String text, @Nullable Schema schema) {
        if (schema != null && schema.format().equals("date-time")) {
            Instant time = time(text);
            return time == null ? text : time;
        }
        return text;
    }

    /** RFC 3339, or null. */
    static @Nullable Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static String escape(String name) {
        String escaped = name.replace("__", "__underscores__")
                .replace(".", "__dot__")
                .replace("-", "__dash__")
                .replace("/", "__slash__");
        return WORDS.contains(escaped) ? "__" + escaped + "__" : escaped;
    }
}
