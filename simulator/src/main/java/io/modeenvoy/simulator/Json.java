package io.modeenvoy.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON documents in and out. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ObjectNode parseObject(byte[] body) throws BadRequest {
        JsonNode node = parse(body);
        if (node.isMissingNode()) {
            throw unreadable();
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new BadRequest(400, null, "The request body is not a JSON object.");
    }

    private static JsonNode parse(byte[] body) throws BadRequest {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw unreadable();
        }
    }

    private static BadRequest unreadable() {
        return new BadRequest(400, null, "We could not parse the JSON body of your request.");
    }

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
