package io.modeenvoy.proc.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;

/** The models a caller may ask for, as {@code GET /v1/models} lists them: their owners by name. */
public record ModelList(SortedMap<String, String> owners) {

    /** The whole list. */
    public ByteString body() {
        return JsonText.object(json -> {
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (Map.Entry<String, String> model : owners.entrySet()) {
                json.writeStartObject();
                write(json, model.getKey(), model.getValue());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** One model of the list. */
    public ByteString body(String id) {
        String owner = owners.getOrDefault(id, "");
        return JsonText.object(json -> write(json, id, owner));
    }

    private static void write(JsonGenerator json, String id, String owner) throws IOException {
        json.writeStringField("id", id);
        json.writeStringField("object", "model");
        json.writeNumberField("created", 0);
        json.writeStringField("owned_by", owner);
    }

    /** The answer for a model that is not there. */
    public static ApiError notFound(String model) {
        return ApiError.invalid(
                404,
                "model_not_found",
                "model",
                "The model `" + model
                        + "` does not exist or is not served here; GET /v1/models lists those you may use.");
    }
}
