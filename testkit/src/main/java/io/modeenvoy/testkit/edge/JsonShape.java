package io.modeenvoy.testkit.edge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a body as a provider would. */
final class JsonShape {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1 << 20)
                    .maxNumberLength(1 << 20)
                    .build())
            .build();

    private JsonShape() {}

    /** What is wrong with it: it must be one object with one model, the one it was routed by. */
    static List<String> problems(ByteString body, String model) {
        List<String> models = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(body.toByteArray())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return List.of("no object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean named = parser.currentName().equals("model");
                JsonToken value = parser.nextToken();
                if (named) {
                    models.add(value == JsonToken.VALUE_STRING ? parser.getText() : String.valueOf(value));
                }
                parser.skipChildren();
            }
            if (parser.nextToken() != null) {
                return List.of("something after the object");
            }
        } catch (IOException e) {
            return List.of("no JSON: " + e.getMessage());
        }
        return models.equals(List.of(model)) ? List.of() : List.of("models " + models + " (expected: " + model + ")");
    }
}
