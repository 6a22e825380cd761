package io.modeenvoy.devcluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Objects as they are compared: what is empty is as good as absent, and 429 as the word. */
final class Shape {
    private Shape() {}

    static JsonNode of(JsonNode value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (value.isArray()) {
            var array = json.arrayNode();
            value.forEach(item -> array.add(of(item)));
            return array;
        }
        if (value.isObject()) {
            ObjectNode object = json.objectNode();
            value.properties().forEach(entry -> {
                JsonNode below = of(entry.getValue());
                if (!empty(below)) {
                    object.set(entry.getKey(), below);
                }
            });
            return object;
        }
        return value.isNumber() ? json.textNode(value.asText()) : value;
    }

    private static boolean empty(JsonNode value) {
        return value.isContainerNode() ? value.isEmpty() : value.asText().isEmpty() || value.isNull();
    }
}
