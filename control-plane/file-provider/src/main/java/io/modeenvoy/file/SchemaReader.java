package io.modeenvoy.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import io.modeenvoy.crd.PatternWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the openAPIV3Schema of a CRD. */
final class SchemaReader {
    private final CelCompiler cel;

    SchemaReader(CelCompiler cel) {
        this.cel = cel;
    }

    Schema read(JsonNode json) {
        Schema.Type type = type(json);
        return new Schema(
                type,
                properties(json.path("properties")),
                optional(json.get("additionalProperties")),
                optional(json.get("items")),
                words(json.path("required")),
                json.path("x-kubernetes-preserve-unknown-fields").asBoolean(),
                json.path("nullable").asBoolean(),
                values(json.path("enum")),
                json.has("pattern") ? Pattern.compile(json.get("pattern").asText()) : null,
                json.get("default"),
                json.path("format").asText(),
                Bounds.of(json, "minimum", "maximum"),
                size(type, json),
                json.path("x-kubernetes-list-type").asText().equals("set"),
                words(json.path("x-kubernetes-list-map-keys")),
                rules(
                        json.path("x-kubernetes-validations"),
                        json.path("pattern").asText()));
    }

    private static Schema.Type type(JsonNode json) {
        if (json.path("x-kubernetes-int-or-string").asBoolean()) {
            return Schema.Type.INT_OR_STRING;
        }
        return json.has("type")
                ? Schema.Type.valueOf(json.get("type").asText().toUpperCase(Locale.ROOT))
                : Schema.Type.ANY;
    }

    private static Bounds size(Schema.Type type, JsonNode json) {
        return switch (type) {
            case ARRAY -> Bounds.of(json, "minItems", "maxItems");
            case OBJECT -> Bounds.of(json, "minProperties", "maxProperties");
            case STRING, INTEGER, NUMBER, BOOLEAN, INT_OR_STRING, ANY -> Bounds.of(json, "minLength", "maxLength");
        };
    }

    private Map<String, Schema> properties(JsonNode json) {
        Map<String, Schema> properties = new TreeMap<>();
        json.properties().forEach(property -> properties.put(property.getKey(), read(property.getValue())));
        return properties;
    }

    private @Nullable Schema optional(@Nullable JsonNode json) {
        return json == null || !json.isObject() ? null : read(json);
    }

    /** Rules about changes are left out: a file has no earlier state; and the one that repeats the pattern with words for it. */
    private List<CelRule> rules(JsonNode json, String pattern) {
        List<CelRule> rules = new ArrayList<>();
        for (JsonNode rule : json) {
            String text = rule.path("rule").asText();
            if (!text.contains("oldSelf") && !text.equals(PatternWords.rule(pattern))) {
                rules.add(new CelRule(
                        cel,
                        text,
                        rule.path("message").asText(),
                        rule.path("messageExpression").asText(),
                        rule.path("fieldPath").asText()));
            }
        }
        return List.copyOf(rules);
    }

    private static List<String> words(JsonNode json) {
        return values(json).stream().map(JsonNode::asText).toList();
    }

    private static List<JsonNode> values(JsonNode json) {
        List<JsonNode> values = new ArrayList<>();
        json.forEach(values::add);
        return List.copyOf(values);
    }
}
