package io.modeenvoy.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A question of the API server, {@code AdmissionReview} of {@code admission.k8s.io/v1}.
 *
 * @param pod null = it is about something else, on which we have no say
 */
record Review(String uid, @Nullable PodCreation pod) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String VERSION = "admission.k8s.io/v1";
    private static final String KIND = "AdmissionReview";
    private static final int FORBIDDEN = 403;

    static Review parse(byte[] body) throws UnreadableReviewException {
        JsonNode review;
        try {
            review = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw unreadable(e.getOriginalMessage());
        } catch (IOException e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
        JsonNode request = review.path("request");
        String uid = request.path("uid").asText();
        if (!review.path("apiVersion").asText().equals(VERSION)
                || !review.path("kind").asText().equals(KIND)
                || uid.isEmpty()) {
            throw unreadable(review.path("apiVersion").asText("absent") + " "
                    + review.path("kind").asText("absent"));
        }
        return new Review(uid, pod(request));
    }

    private static UnreadableReviewException unreadable(String what) {
        String shown = what.substring(0, Math.min(what.length(), 200)).replaceAll("\\s+", " ");
        return new UnreadableReviewException(
                "body: " + shown + " (expected: " + KIND + " of " + VERSION + " with a request.uid)");
    }

    private static @Nullable PodCreation pod(JsonNode request) {
        JsonNode resource = request.path("resource");
        boolean isNewPod = request.path("operation").asText().equals("CREATE")
                && resource.path("group").asText().isEmpty()
                && resource.path("resource").asText().equals("pods")
                && request.path("subResource").asText().isEmpty()
                && request.path("object").path("spec").isObject();
        return isNewPod ? new PodCreation(request.path("namespace").asText(), request.path("object")) : null;
    }

    /** What the API server gets to read. */
    byte[] answer(Verdict verdict) {
        ObjectNode review = JSON.createObjectNode().put("apiVersion", VERSION).put("kind", KIND);
        ObjectNode response = review.putObject("response").put("uid", uid);
        switch (verdict) {
            case Verdict.Unchanged() -> response.put("allowed", true);
            case Verdict.Denied(String message) ->
                response.put("allowed", false)
                        .putObject("status")
                        .put("code", FORBIDDEN)
                        .put("reason", "Forbidden")
                        .put("message", message);
            case Verdict.Injected(var patch, var warnings) -> {
                response.put("allowed", true)
                        .put("patchType", "JSONPatch")
                        .put("patch", Base64.getEncoder().encodeToString(bytes(patch)));
                ArrayNode all = response.putArray("warnings");
                warnings.forEach(all::add);
            }
        }
        return bytes(review);
    }

    private static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsString(node).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
