package io.modeenvoy.devcluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.modeenvoy.crd.Manifests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Puts our CRDs and the Gateway API's into a cluster. */
final class Installation {
    private static final YAMLMapper YAML = new YAMLMapper();

    private final ApiClient client;
    private final Patience patience;

    Installation(ApiClient client, Patience patience) {
        this.client = client;
        this.patience = patience;
    }

    /** Returns when objects of every kind can be read and written. */
    void run() throws IOException, InterruptedException {
        List<JsonNode> objects = new ArrayList<>();
        for (String manifest : Stream.concat(Manifests.ours().stream(), Manifests.gatewayApi().stream())
                .toList()) {
            objects.addAll(documents(manifest));
        }
        for (JsonNode object : objects) {
            client.apply(path(object), object);
        }
        for (JsonNode object : objects) {
            if (object.path("kind").asText().equals("CustomResourceDefinition")) {
                awaitServed(object);
            }
        }
    }

    private static List<JsonNode> documents(String manifest) throws IOException {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(manifest)) {
            return documents.readAll();
        }
    }

    private static String path(JsonNode object) {
        String kind = object.path("kind").asText();
        String collection = switch (kind) {
            case "CustomResourceDefinition" -> "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/";
            case "ValidatingAdmissionPolicy" -> "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/";
            case "ValidatingAdmissionPolicyBinding" ->
                "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/";
            default -> throw new IllegalStateException("a manifest of kind " + kind + " (expected: a CRD or a policy)");
        };
        return collection + object.at("/metadata/name").asText();
    }

    private void awaitServed(JsonNode crd) throws IOException, InterruptedException {
        String name = crd.at("/metadata/name").asText();
        patience.await(name + " to be established", () -> established(client.get(path(crd))));
        for (JsonNode version : crd.at("/spec/versions")) {
            if (version.path("served").asBoolean()) {
                String list = "/apis/%s/%s/%s?limit=1"
                        .formatted(
                                crd.at("/spec/group").asText(),
                                version.path("name").asText(),
                                crd.at("/spec/names/plural").asText());
                patience.await(name + " to be served", () -> client.good(list));
            }
        }
    }

    private static boolean established(JsonNode crd) {
        for (JsonNode condition : crd.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Established")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }
}
