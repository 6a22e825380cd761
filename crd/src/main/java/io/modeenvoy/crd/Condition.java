package io.modeenvoy.crd;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** One thing that is true, false or unknown about an object. */
public record Condition(
        @Required @JsonPropertyDescription("Accepted, ResolvedRefs or Programmed.")
        String type,

        @Required @JsonPropertyDescription("True, False or Unknown.")
        State status,

        @JsonPropertyDescription("The metadata.generation the condition was found for.")
        long observedGeneration,

        @Required @JsonPropertyDescription("Why, as one CamelCase word for programs.")
        String reason,

        @Required @JsonPropertyDescription("Why, for people.")
        String message,

        @Required @JsonPropertyDescription("When the status last changed, RFC 3339.")
        String lastTransitionTime) {
    /** Kubernetes' three values. */
    public enum State {
        @JsonProperty("True")
        TRUE,
        @JsonProperty("False")
        FALSE,
        @JsonProperty("Unknown")
        UNKNOWN
    }
}
