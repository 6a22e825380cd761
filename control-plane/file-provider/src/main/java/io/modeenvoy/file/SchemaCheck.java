package io.modeenvoy.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import io.modeenvoy.crd.PatternWords;
import io.modeenvoy.crd.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks a value against a schema and collects every mistake. */
final class SchemaCheck {
    private static final Pattern BASE64 =
            Pattern.compile("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?");
    private final List<Mistake> mistakes = new ArrayList<>();

    private SchemaCheck() {}

    /** Structure first; rules only of what is well formed, as an API server does. */
    static List<Mistake> check(JsonNode value, Schema schema) {
        SchemaCheck check = new SchemaCheck();
        check.value(Field.root(), value, schema);
        if (check.mistakes.isEmpty()) {
            check.rules(Field.root(), value, schema);
        }
        return check.mistakes;
    }

    private void value(Field field, JsonNode value, Schema schema) {
        if (value.isNull() && schema.nullable()) {
            return;
        }
        if (!schema.type().holds(value)) {
            expected(field, Shown.typed(value, schema), schema.type().words());
            return;
        }
        if (value.isObject()) {
            object(field, value, schema);
        } else if (value.isArray()) {
            array(field, value, schema);
        } else {
            scalar(field, value, schema);
        }
    }

    private void object(Field field, JsonNode object, Schema schema) {
        size(field, object.size(), "entries", schema.size());
        for (String name : schema.required()) {
            if (!object.has(name) && !isMisspelt(name, object, schema)) {
                Schema property = schema.properties().get(name);
                expected(
                        field.name(name),
                        "missing",
                        property == null ? "a value" : property.type().words());
            }
        }
        object.properties()
                .forEach(entry -> entry(field.name(entry.getKey()), entry.getKey(), entry.getValue(), schema));
    }

    /** One mistake, told once: the unknown field's line says which is meant. */
    private static boolean isMisspelt(String name, JsonNode object, Schema schema) {
        Set<String> known = schema.properties().keySet();
        return !schema.open()
                && schema.values() == null
                && object.properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(written -> !known.contains(written))
                        .anyMatch(written -> Suggestion.nearest(written, known)
                                .filter(name::equals)
                                .isPresent());
    }

    private void entry(Field field, String name, JsonNode value, Schema schema) {
        Schema property = schema.properties().get(name);
        Schema values = schema.values();
        if (property != null) {
            value(field, value, property);
        } else if (values != null) {
            value(field, value, values);
        } else if (!schema.open() && !schema.properties().isEmpty()) {
            mistakes.add(
                    new Mistake(field, Unknowns.words(name, schema.properties().keySet())));
        }
    }

    private void array(Field field, JsonNode array, Schema schema) {
        size(field, array.size(), "items", schema.size());
        Schema items = schema.items();
        for (int i = 0; items != null && i < array.size(); i++) {
            value(field.item(i), array.get(i), items);
        }
        once(field, array, schema);
    }

    /** Sets hold a value once, lists that are maps hold a key once. */
    private void once(Field field, JsonNode array, Schema schema) {
        Set<List<JsonNode>> seen = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            JsonNode item = array.get(i);
            if (schema.unique() && !seen.add(List.of(item))) {
                expected(field.item(i), Shown.plain(item), "each value once");
            }
            List<JsonNode> key = schema.keys().stream().map(item::path).toList();
            if (!key.isEmpty() && !seen.add(key)) {
                String last = schema.keys().getLast();
                expected(
                        field.item(i).name(last),
                        Shown.plain(item.path(last)),
                        "each " + String.join(" and ", schema.keys()) + " once");
            }
        }
    }

    private void scalar(Field field, JsonNode value, Schema schema) {
        String shown = Shown.plain(value, schema);
        if (!schema.allowed().isEmpty() && !schema.allowed().contains(value)) {
            List<String> words =
                    schema.allowed().stream().map(JsonNode::asText).distinct().toList();
            expected(field, shown, oneOf(value.asText(), words));
            return;
        }
        if (value.isNumber() && !schema.bounds().hold(value.doubleValue())) {
            expected(field, shown, schema.bounds().toString());
        }
        if (value.isTextual()) {
            text(field, value.textValue(), shown, schema);
        }
    }

    private static String oneOf(String written, List<String> words) {
        String meant = Suggestion.meant(written, words);
        String all = words.size() == 1 ? words.getFirst() : "one of " + String.join(", ", words);
        return all + (meant.isEmpty() ? "" : "; " + meant);
    }

    private void text(Field field, String text, String shown, Schema schema) {
        int length = text.codePointCount(0, text.length());
        size(field, length, "characters", schema.size());
        if (schema.pattern() != null
                && schema.size().hold(length)
                && !schema.pattern().matcher(text).find()) {
            expected(field, shown, PatternWords.of(schema.pattern().pattern()));
        }
        if (schema.format().equals("date-time") && CelValues.time(text) == null) {
            expected(field, shown, "a time as in 2026-11-20T09:00:00Z");
        }
        if (schema.format().equals("byte") && !BASE64.matches(text.replaceAll("[\\r\\n]", ""))) {
            expected(field, shown, "Base64; or write it under stringData");
        }
    }

    private void size(Field field, int size, String what, Bounds bounds) {
        if (!bounds.hold(size)) {
            expected(field, size + " " + what, bounds.toString());
        }
    }

    private void rules(Field field, JsonNode value, Schema schema) {
        for (CelRule rule : schema.rules()) {
            rule.check(CelValues.of(value, schema))
                    .ifPresent(message -> broken(rule.place(field), value, schema, rule, message));
        }
        Schema items = schema.items();
        for (int i = 0; items != null && i < value.size(); i++) {
            rules(field.item(i), value.get(i), items);
        }
        value.properties().forEach(entry -> {
            Schema below = schema.properties().getOrDefault(entry.getKey(), schema.values());
            if (below != null) {
                rules(field.name(entry.getKey()), entry.getValue(), below);
            }
        });
    }

    private void broken(Field place, JsonNode value, Schema schema, CelRule rule, String message) {
        JsonNode shown = rule.below(value);
        mistakes.add(
                new Mistake(place, shown.isValueNode() ? Shown.plain(shown, schema) + " (" + message + ")" : message));
    }

    private void expected(Field field, String found, String expectation) {
        mistakes.add(new Mistake(field, found + " (expected: " + expectation + ")"));
    }
}
