package io.modeenvoy.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes the schema's defaults into an object, as an API server does before it checks. */
final class Defaults {
    private Defaults() {}

    static void apply(JsonNode value, Schema schema) {
        switch (value) {
            case ObjectNode object -> object(object, schema);
            case ArrayNode array when schema.items() != null -> array.forEach(item -> apply(item, schema.items()));
            default -> {}
        }
    }

    private static void object(ObjectNode object, Schema schema) {
        schema.properties().forEach((name, property) -> {
            withoutNull(object, name, property);
            if (!object.has(name) && property.absent() != null) {
                object.set(name, property.absent().deepCopy());
            }
            if (object.get(name) != null) {
                apply(object.get(name), property);
            }
        });
        Schema values = schema.values();
        if (values != null) {
            object.fieldNames().forEachRemaining(name -> apply(object.get(name), values));
        }
    }

    /** A null counts as not written, unless the schema wants nulls. */
    private static void withoutNull(ObjectNode object, String name, Schema property) {
        if (object.path(name).isNull() && !property.nullable()) {
            object.remove(name);
        }
    }
}
