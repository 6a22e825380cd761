package io.modeenvoy.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** OpenAI's {@code /v1/embeddings}: a unit vector made from the text's hash, the same for the same text. */
final class Embeddings {
    private static final int DEFAULT_DIMENSIONS = 64;
    private static final int MOST_DIMENSIONS = 8192;
    private static final Set<String> KNOWN = Set.of("model", "input", "dimensions", "encoding_format", "user");

    private Embeddings() {}

    static ObjectNode answer(Fields fields) throws BadRequest {
        String model = fields.model();
        List<Input> inputs = inputs(fields.required("input"));
        int dimensions = dimensions(fields);
        boolean base64 = fields.body().path("encoding_format").asText("float").equals("base64");
        ObjectNode node = Json.object().put("object", "list").put("model", model);
        ArrayNode data = node.putArray("data");
        for (Input input : inputs) {
            float[] vector = vector(input.seed, dimensions);
            ObjectNode item = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            put(item, vector, base64);
        }
        int tokens = inputs.stream().mapToInt(Input::tokens).sum();
        node.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        ObjectNode unknown = fields.unknown(KNOWN);
        return unknown.isEmpty() ? node : node.set("x_echo", unknown);
    }

    /** One text, or one list of token numbers. */
    private record Input(int seed, int tokens) {
        static Input of(JsonNode node) throws BadRequest {
            if (node.isTextual()) {
                return new Input(node.textValue().hashCode(), Tokens.count(node.textValue()));
            }
            if (node.isArray() && !node.isEmpty() && node.get(0).isInt()) {
                return new Input(node.hashCode(), node.size());
            }
            throw BadRequest.field("input", node, "a string, a list of strings, or token numbers");
        }
    }

    private static List<Input> inputs(JsonNode node) throws BadRequest {
        if (!node.isArray() || (!node.isEmpty() && node.get(0).isInt())) {
            return List.of(Input.of(node));
        }
        if (node.isEmpty()) {
            throw BadRequest.field("input", node, "at least one text");
        }
        List<Input> inputs = new ArrayList<>();
        for (JsonNode item : node) {
            inputs.add(Input.of(item));
        }
        return inputs;
    }

    private static int dimensions(Fields fields) throws BadRequest {
        Integer wanted = fields.positive("dimensions");
        if (wanted != null && wanted > MOST_DIMENSIONS) {
            throw BadRequest.field("dimensions", wanted, "1.." + MOST_DIMENSIONS);
        }
        return wanted == null ? DEFAULT_DIMENSIONS : wanted;
    }

    private static float[] vector(int seed, int dimensions) {
        var random = new SplittableRandom(seed);
        float[] vector = new float[dimensions];
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextDouble(-1, 1);
            squares += (double) vector[i] * vector[i];
        }
        float length = (float) Math.sqrt(squares);
        for (int i = 0; i < dimensions; i++) {
            vector[i] /= length;
        }
        return vector;
    }

    private static void put(ObjectNode item, float[] vector, boolean base64) {
        if (base64) {
            ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            item.put("embedding", Base64.getEncoder().encodeToString(bytes.array()));
            return;
        }
        ArrayNode numbers = item.putArray("embedding");
        for (float value : vector) {
            numbers.add(value);
        }
    }
}
