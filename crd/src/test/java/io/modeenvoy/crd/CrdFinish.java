package io.modeenvoy.crd;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;

/** What the fabric8 generator leaves open: formats, list types, required spec, descriptions, common columns; and what it writes twice. */
final class CrdFinish {
    private static final Set<String> TIMES = Set.of("notBefore", "expiresAt", "lastTransitionTime");
    private static final Set<String> KEYED_BY_NAME = Set.of("rules", "models");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private CrdFinish() {}

    static ObjectNode finish(ObjectNode crd, Kinds.Kind<?> kind) {
        ObjectNode spec = (ObjectNode) crd.get("spec");
        ((ObjectNode) spec.get("names")).put("listKind", kind.kind() + "List");
        ObjectNode version = (ObjectNode) spec.get("versions").get(0);
        ObjectNode root = (ObjectNode) version.get("schema").get("openAPIV3Schema");
        root(root, kind);
        schema("", root);
        PatternRules.add(root);
        columns(version);
        return crd;
    }

    private static void root(ObjectNode root, Kinds.Kind<?> kind) {
        root.put(
                "description",
                kind.type().getAnnotation(JsonClassDescription.class).value());
        root.putArray("required").add("spec");
        ObjectNode properties = (ObjectNode) root.get("properties");
        ObjectNode type = JSON.objectNode().put("type", "string");
        properties.set("apiVersion", type.deepCopy().put("description", "Always " + Api.API_VERSION + "."));
        properties.set("kind", type.deepCopy().put("description", "Always " + kind.kind() + "."));
        properties.set("metadata", JSON.objectNode().put("type", "object")); // an API server allows no word about it
        ((ObjectNode) properties.get("spec")).put("description", "What is wanted.");
        ((ObjectNode) properties.get("status"))
                .put("description", "What the gateway found and did; written by it alone.");
        ObjectNode conditions = (ObjectNode) properties.at("/status/properties/conditions");
        conditions
                .put("x-kubernetes-list-type", "map")
                .putArray("x-kubernetes-list-map-keys")
                .add("type");
    }

    private static void schema(String name, ObjectNode schema) {
        format(name, schema);
        wholeNumber(schema, "minimum");
        wholeNumber(schema, "maximum");
        rulesOnce(schema);
        if (schema.get("items") instanceof ObjectNode items) {
            retryOn(name, items);
            listType(name, schema, items);
            schema("", items);
        }
        if (schema.get("additionalProperties") instanceof ObjectNode values) {
            schema.put("minProperties", 1).put("maxProperties", 16);
            schema("", values);
        }
        schema.path("properties").properties().forEach(p -> schema(p.getKey(), (ObjectNode) p.getValue()));
    }

    private static void format(String name, ObjectNode schema) {
        if (TIMES.contains(name)) {
            schema.put("format", "date-time");
        }
        if (name.equals("value") && schema.path("description").asText().contains("digest")) {
            schema.put("format", "password");
        }
        if (schema.path("type").asText().equals("integer")) {
            boolean small = schema.has("maximum") && schema.get("maximum").asDouble() <= Integer.MAX_VALUE;
            schema.put("format", small ? "int32" : "int64");
        }
    }

    private static void wholeNumber(ObjectNode schema, String bound) {
        JsonNode value = schema.get(bound);
        if (value != null && value.asDouble() == Math.rint(value.asDouble())) {
            schema.put(bound, value.asLong());
        }
    }

    /** A rule on a record component comes out twice, and server-side apply refuses it. */
    private static void rulesOnce(ObjectNode schema) {
        if (schema.get("x-kubernetes-validations") instanceof ArrayNode rules) {
            Set<JsonNode> once = new LinkedHashSet<>();
            rules.forEach(once::add);
            rules.removeAll().addAll(once);
        }
    }

    /** 429 in a YAML list is a number: both it and the string are good. */
    private static void retryOn(String name, ObjectNode items) {
        if (name.equals("retryOn") || name.equals("on")) {
            items.remove("type");
            items.put("x-kubernetes-int-or-string", true);
            ((ArrayNode) items.get("enum")).insert(0, 429);
        }
    }

    private static void listType(String name, ObjectNode list, ObjectNode items) {
        if (list.has("x-kubernetes-list-type")) {
            return;
        }
        if (KEYED_BY_NAME.contains(name) && items.at("/properties/name").isObject()) {
            list.put("x-kubernetes-list-type", "map")
                    .putArray("x-kubernetes-list-map-keys")
                    .add("name");
        } else {
            boolean scalar = items.has("type") && !items.get("type").asText().equals("object");
            list.put("x-kubernetes-list-type", scalar ? "set" : "atomic");
        }
    }

    private static void columns(ObjectNode version) {
        ArrayNode columns = version.withArray("additionalPrinterColumns");
        columns.add(condition("Accepted"));
        columns.add(condition("ResolvedRefs"));
        columns.add(condition("Programmed"));
        columns.add(firstThatIsNotTrue("Reason", "reason"));
        columns.add(column("Age", "date", ".metadata.creationTimestamp"));
        columns.add(firstThatIsNotTrue("Message", "message").put("priority", 1));
    }

    private static ObjectNode condition(String type) {
        return column(type, "string", ".status.conditions[?(@.type==\"" + type + "\")].status");
    }

    private static ObjectNode firstThatIsNotTrue(String name, String field) {
        return column(name, "string", ".status.conditions[?(@.status!=\"True\")]." + field);
    }

    private static ObjectNode column(String name, String type, String path) {
        return JSON.objectNode().put("name", name).put("type", type).put("jsonPath", path);
    }
}
