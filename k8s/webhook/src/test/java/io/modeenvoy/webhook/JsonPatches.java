package io.modeenvoy.webhook;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Applies a JSON patch that only adds. */
final class JsonPatches {
    private JsonPatches() {}

    static JsonNode apply(JsonNode document, ArrayNode patch) {
        JsonNode changed = document.deepCopy();
        for (JsonNode operation : patch) {
            JsonPointer path = JsonPointer.compile(operation.path("path").asText());
            JsonNode owner = changed.at(path.head());
            String last = path.last().getMatchingProperty();
            JsonNode value = operation.path("value").deepCopy();
            switch (owner) {
                case ObjectNode object -> object.set(last, value);
                case ArrayNode list when last.equals("-") -> list.add(value);
                case ArrayNode list -> list.insert(Integer.parseInt(last), value);
                default -> throw new AssertionError(operation + ": no such place in " + changed);
            }
        }
        return changed;
    }
}
