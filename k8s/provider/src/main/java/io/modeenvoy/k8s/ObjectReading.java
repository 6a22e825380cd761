package io.modeenvoy.k8s;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.Kinds;
import java.util.stream.Collectors;

/**
 * Turns the API server's JSON into the object as the gateway sees it: without what changes though nothing was changed (resourceVersion, managedFields,
 * the statuses that we write), so that equal means unchanged. Fields newer than our model are passed over.
 */
final class ObjectReading {
    static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultSetterInfo(JsonSetter.Value.forValueNulls(
                    Nulls.SKIP, Nulls.SKIP)) // null is absent, as everywhere in Kubernetes
            .build();
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final Kinds.Kind<?> kind;

    ObjectReading(Kinds.Kind<?> kind) {
        this.kind = kind;
    }

    static ObjectKey key(Kinds.Kind<?> kind, JsonNode json) {
        JsonNode metadata = json.path("metadata");
        return new ObjectKey(
                kind.kind(),
                metadata.path("namespace").asText(""),
                metadata.path("name").asText(""));
    }

    /** {@link Change.Present} or {@link Change.Unreadable}. */
    Change read(JsonNode json) {
        ObjectKey key = key(kind, json);
        Observed observed = strip(json);
        long generation = json.path("metadata").path("generation").asLong(0);
        try {
            return new Change.Present(key, JSON.treeToValue(json, kind.type()), observed);
        } catch (JsonProcessingException e) {
            return new Change.Unreadable(key, kind.type(), new Unreadable(reason(e), generation), observed);
        } catch (RuntimeException e) {
            // A model class that trips over a value: that object is lost to us, the watch must not be.
            String reason = "not understood: " + e.getClass().getSimpleName();
            return new Change.Unreadable(key, kind.type(), new Unreadable(reason, generation), observed);
        }
    }

    /** The class of the objects. */
    Class<? extends HasMetadata> type() {
        return kind.type();
    }

    private Observed strip(JsonNode json) {
        String uid = "";
        String version = "";
        if (json.path("metadata") instanceof ObjectNode metadata) {
            uid = metadata.path("uid").asText("");
            version = metadata.path("resourceVersion").asText("");
            metadata.remove("managedFields");
            metadata.remove("resourceVersion");
            if (metadata.path("annotations") instanceof ObjectNode annotations) {
                annotations.remove(LAST_APPLIED);
            }
        }
        JsonNode status = isStatusOurs(kind) ? ((ObjectNode) json).remove("status") : null;
        return new Observed(uid, version, status == null ? MissingNode.getInstance() : status);
    }

    /** Whether the kind's status is something we write, and nothing we translate. */
    static boolean isStatusOurs(Kinds.Kind<?> kind) {
        return Kinds.ours().contains(kind) || Kinds.gatewayApi().contains(kind);
    }

    /** Field and words; never a value of a Secret. */
    private String reason(JsonProcessingException e) {
        String field = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step ->
                                step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                        .collect(Collectors.joining())
                        .replaceFirst("^\\.", "")
                : "";
        String words = kind.kind().equals("Secret")
                ? "of the wrong type"
                : e.getOriginalMessage().lines().findFirst().orElse("").replaceAll("`?\\bio\\.[\\w.$]+`?", "the model");
        return (field.isEmpty() ? "" : field + ": ") + words + " (expected: what this version of the gateway knows)";
    }
}
