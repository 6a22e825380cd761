package io.modeenvoy.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One entry of a Secret in the object's own namespace. */
public record SecretKeyRef(
        @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the Secret.")
        String name,

        @Default(SecretKeyRef.DEFAULT_KEY)
        @Size(max = 253)
        @JsonPropertyDescription("The entry of the Secret that holds the credential.")
        String key) {
    static final String DEFAULT_KEY = "apiKey";

    public SecretKeyRef {
        key = Absent.or(key, DEFAULT_KEY);
    }
}
