package io.modeenvoy.proc.request;

import io.modeenvoy.proc.openai.Endpoint;
import java.util.List;

/** The fields by which a client limits how many tokens are made. */
public enum OutputLimit {
    MAX_TOKENS("max_tokens"),
    MAX_COMPLETION_TOKENS("max_completion_tokens"),
    MAX_OUTPUT_TOKENS("max_output_tokens");

    private final String field;

    OutputLimit(String field) {
        this.field = field;
    }

    /** Its name in the body. */
    public String field() {
        return field;
    }

    /** The fields that {@code endpoint} understands; the first is the one to set when none is there. */
    public static List<OutputLimit> of(Endpoint endpoint) {
        return switch (endpoint) {
            case CHAT -> List.of(MAX_COMPLETION_TOKENS, MAX_TOKENS);
            case COMPLETIONS -> List.of(MAX_TOKENS);
            case RESPONSES -> List.of(MAX_OUTPUT_TOKENS);
            case EMBEDDINGS -> List.of();
        };
    }
}
