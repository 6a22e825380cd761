package io.modeenvoy.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a ModelProvider's API takes, where servers that speak the same format differ. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ModelProviderProfile(
        @JsonPropertyDescription(
                "What becomes of stream_options, by which the gateway asks for the usage of streamed answers. Inject: it is added. Never: it is not sent, a client's neither. Absent: Inject, but Never at api.mistral.ai.")
        @Nullable
        StreamOptions streamOptions,

        @JsonPropertyDescription(
                "The field of chat completions that limits the output. MaxTokens, MaxCompletionTokens: that one; a client's other one is renamed. Both: the server knows both. Absent: MaxTokens at api.mistral.ai, Both at OpenAI and Azure; elsewhere a client's field stays, and where there is none max_tokens is added.")
        @Nullable
        OutputLimit outputLimit,

        @Size(max = 64)
        @ValidationRule(
                value =
                        "self.all(f, !(f in ['model', 'stream', 'stream_options', 'messages', 'input', 'prompt', 'max_tokens', 'max_completion_tokens', 'max_output_tokens']))",
                message =
                        "expected: no field that the gateway reads itself; streamOptions and outputLimit say what becomes of theirs")
        @JsonPropertyDescription(
                "Fields of a request that are not sent to the provider, for example logprobs; those of the request itself, not of its parts.")
        List<@Pattern(Formats.FIELD) String> dropFields,

        @Min(1)
        @JsonPropertyDescription(
                "Most input tokens that one picture is counted as. Absent: what is published of the model, or 16,384.")
        @Nullable
        Long imageTokens) {
    public ModelProviderProfile {
        dropFields = Absent.list(dropFields);
    }

    /** What becomes of {@code stream_options}. */
    public enum StreamOptions {
        @JsonProperty("Inject")
        INJECT,
        @JsonProperty("Never")
        NEVER
    }

    /** The field that limits the output. */
    public enum OutputLimit {
        @JsonProperty("MaxTokens")
        MAX_TOKENS,
        @JsonProperty("MaxCompletionTokens")
        MAX_COMPLETION_TOKENS,
        @JsonProperty("Both")
        BOTH
    }
}
