package io.modeenvoy.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a request, as strictly as the real APIs do. */
record Fields(ObjectNode body) {

    String model() throws BadRequest {
        JsonNode node = body.get("model");
        if (node == null) {
            throw new BadRequest(400, "model", "you must provide a model parameter");
        }
        if (!node.isTextual()) {
            throw BadRequest.field("model", node, "a string");
        }
        return node.textValue();
    }

    boolean flag(String name) throws BadRequest {
        return flag(body, name, name);
    }

    boolean includeUsage() throws BadRequest {
        JsonNode options = body.get("stream_options");
        if (options == null || options.isNull()) {
            return false;
        }
        if (!flag("stream")) {
            throw new BadRequest(
                    400, "stream_options", "The 'stream_options' parameter is only allowed when 'stream' is enabled.");
        }
        return flag(options, "include_usage", "stream_options.include_usage");
    }

    /** The first of the named fields that is there, a whole number from 1; null if none is. */
    @Nullable
    Integer positive(String... names) throws BadRequest {
        for (String name : names) {
            JsonNode node = body.get(name);
            if (node != null && !node.isNull()) {
                return positive(name, node);
            }
        }
        return null;
    }

    JsonNode required(String name) throws BadRequest {
        JsonNode node = body.get(name);
        if (node == null || node.isNull()) {
            throw new BadRequest(400, name, "Missing required parameter: '" + name + "'.");
        }
        return node;
    }

    ObjectNode unknown(Set<String> known) {
        ObjectNode unknown = Json.object();
        body.properties().forEach(field -> {
            if (!known.contains(field.getKey())) {
                unknown.set(field.getKey(), field.getValue());
            }
        });
        return unknown;
    }

    private static boolean flag(JsonNode parent, String name, String path) throws BadRequest {
        JsonNode node = parent.get(name);
        if (node == null || node.isNull()) {
            return false;
        }
        if (!node.isBoolean()) {
            throw BadRequest.field(path, node, "a boolean");
        }
        return node.booleanValue();
    }

    private static int positive(String name, JsonNode node) throws BadRequest {
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 1) {
            throw BadRequest.field(name, node, "an integer of at least 1");
        }
        return node.intValue();
    }
}
