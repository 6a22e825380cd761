package io.modeenvoy.proc.usage;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an answer so far.
 *
 * @param reported what the provider says was used; null = it has not said
 * @param complete whether that is its last word, not what was used when it was said
 * @param model the model the provider names
 * @param content what has passed of its content
 */
public record Reading(
        @Nullable Reported reported,
        boolean complete,
        @Nullable String model,
        Content content) {}
