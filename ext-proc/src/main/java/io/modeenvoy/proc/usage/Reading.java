package io.modeenvoy.proc.usage;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an answer so far.
 *
 * @param reported what the provider says was used; null = it has not said
 * @param complete whether that is its last word, not what was used when it was said
 * @param model the model the provider names
 * @param pieces pieces of content
 * @param contentBytes bytes of content
 */
public record Reading(
        @Nullable Tokens reported,
        boolean complete,
        @Nullable String model,
        long pieces,
        long contentBytes) {

    /** Output counted from what was relayed: a piece is at least one token, four bytes are at least about one. */
    public long countedOutput() {
        return Math.max(pieces, Usage.tokensOf(contentBytes));
    }
}
