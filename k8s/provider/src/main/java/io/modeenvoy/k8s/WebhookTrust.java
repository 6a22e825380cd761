package io.modeenvoy.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Whom the API server believes when it asks the webhooks of one MutatingWebhookConfiguration: our {@code caBundle} in it, and nothing else of it. */
public final class WebhookTrust {
    private static final String PATH = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/";
    private static final String FIELD_OWNER = "modeenvoy-webhook";
    private static final JsonMapper JSON = new JsonMapper();

    private final ApiServer api;
    private final String name;

    WebhookTrust(ApiServer api, String name) {
        this.api = api;
        this.name = name;
    }

    /** The name of the MutatingWebhookConfiguration. */
    public String configuration() {
        return name;
    }

    /**
     * Lets the API server believe these authorities.
     *
     * @param bundle their certificates, PEM
     * @return whether it does now; false = there is no such configuration
     */
    public boolean give(String bundle) throws IOException, InterruptedException {
        String encoded = Base64.getEncoder().encodeToString(bundle.getBytes(StandardCharsets.UTF_8));
        try {
            JsonNode there = read();
            if (!holds(there, encoded)) {
                api.apply(PATH + ApiServer.encoded(name), FIELD_OWNER, JSON.writeValueAsBytes(patch(there, encoded)));
            }
            return true;
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return false;
            }
            throw new IOException("MutatingWebhookConfiguration " + name + ": " + e.getMessage(), e);
        }
    }

    private JsonNode read() throws IOException, InterruptedException {
        try (InputStream body = api.get(PATH + ApiServer.encoded(name))) {
            return JSON.readTree(body);
        }
    }

    private static boolean holds(JsonNode configuration, String encoded) {
        for (JsonNode webhook : configuration.path("webhooks")) {
            if (!webhook.path("clientConfig").path("caBundle").asText().equals(encoded)) {
                return false;
            }
        }
        return true;
    }

    /** With the uid: one that was deleted in the meantime is not made anew. */
    private static ObjectNode patch(JsonNode there, String encoded) {
        ObjectNode patch = JSON.createObjectNode()
                .put("apiVersion", "admissionregistration.k8s.io/v1")
                .put("kind", "MutatingWebhookConfiguration");
        patch.putObject("metadata")
                .put("name", there.path("metadata").path("name").asText())
                .put("uid", there.path("metadata").path("uid").asText());
        ArrayNode webhooks = patch.putArray("webhooks");
        for (JsonNode webhook : there.path("webhooks")) {
            webhooks.addObject()
                    .put("name", webhook.path("name").asText())
                    .putObject("clientConfig")
                    .put("caBundle", encoded);
        }
        return patch;
    }
}
