package io.modeenvoy.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A record takes for an absent field what the schema does. */
class DefaultsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Kinds.Kind<?>> kinds() {
        return Kinds.ours().stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void recordAndSchemaHaveTheSameDefaults(Kinds.Kind<?> kind) throws IOException {
        JsonNode root = CrdYaml.tree(kind).at("/spec/versions/0/schema/openAPIV3Schema");
        ObjectNode without = JSON.createObjectNode();
        without.set("spec", sample(root.at("/properties/spec"), false));
        ObjectNode with = JSON.createObjectNode();
        with.set("spec", sample(root.at("/properties/spec"), true));
        assertThat(spec(kind, without)).isEqualTo(spec(kind, with));
    }

    private static Object spec(Kinds.Kind<?> kind, JsonNode tree) throws IOException {
        HasMetadata object = JSON.treeToValue(tree, kind.type());
        return ((CustomResource<?, ?>) object).getSpec();
    }

    /** Every field that has no default, and those that have one only if they are wanted. */
    private static JsonNode sample(JsonNode schema, boolean defaults) {
        if (schema.path("enum").isArray()) {
            return schema.get("enum").get(0);
        }
        return switch (schema.path("type").asText()) {
            case "object" -> object(schema, defaults);
            case "array" -> array(sample(schema.get("items"), defaults));
            case "integer" -> JSON.getNodeFactory().numberNode(7);
            case "boolean" -> JSON.getNodeFactory().booleanNode(true);
            default -> JSON.getNodeFactory().textNode("text");
        };
    }

    private static ArrayNode array(JsonNode item) {
        return JSON.createArrayNode().add(item);
    }

    private static ObjectNode object(JsonNode schema, boolean defaults) {
        ObjectNode object = JSON.createObjectNode();
        schema.path("properties").properties().forEach(field -> {
            JsonNode absent = field.getValue().get("default");
            if (absent == null) {
                object.set(field.getKey(), sample(field.getValue(), defaults));
            } else if (defaults) {
                object.set(field.getKey(), absent);
            }
        });
        return object;
    }

    @Test
    void listsAreNeverNull() throws IOException {
        TenantSpec tenant = JSON.readValue("{}", TenantSpec.class);
        assertThat(tenant).isEqualTo(new TenantSpec(null, List.of(), List.of(), "UTC", false, List.of()));
    }

    @Test
    void retryIsReadByItsFormerNameToo() throws IOException {
        assertThat(retryOf("\"retryOn\": [\"reset\"]")).containsExactly(AIRouteSpec.RetryOn.RESET);
        assertThat(retryOf("\"on\": [\"reset\"]")).containsExactly(AIRouteSpec.RetryOn.RESET);
        assertThat(retryOf("\"retryOn\": null"))
                .containsExactly(
                        AIRouteSpec.RetryOn.CONNECT_FAILURE,
                        AIRouteSpec.RetryOn.SERVER_ERROR,
                        AIRouteSpec.RetryOn.TOO_MANY_REQUESTS);
    }

    private static List<AIRouteSpec.RetryOn> retryOf(String field) throws IOException {
        return JSON.readValue("{\"attempts\": 2, " + field + "}", AIRouteSpec.Retry.class)
                .conditions();
    }

    @Test
    void numberIsAWordOfRetry() throws IOException {
        AIRouteSpec.Retry retry =
                JSON.readValue("{\"attempts\": 2, \"retryOn\": [429, \"5xx\", \"429\"]}", AIRouteSpec.Retry.class);
        assertThat(retry.conditions())
                .containsExactly(
                        AIRouteSpec.RetryOn.TOO_MANY_REQUESTS,
                        AIRouteSpec.RetryOn.SERVER_ERROR,
                        AIRouteSpec.RetryOn.TOO_MANY_REQUESTS);
    }
}
