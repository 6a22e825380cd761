package io.modeenvoy.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A request for generated text, whatever API it came by.
 *
 * @param prompt the last thing the user said: what the answer echoes
 * @param inputTokens tokens of all texts of the request
 * @param maxTokens the request's own maximum, null if it has none
 * @param includeUsage whether a streamed answer ends with a usage chunk
 * @param choices how many answers are wanted
 * @param unknown fields this API does not know, to be echoed as {@code x_echo}
 */
record ModelCall(
        String model,
        String prompt,
        int inputTokens,
        @Nullable Integer maxTokens,
        boolean stream,
        boolean includeUsage,
        int choices,
        ObjectNode unknown) {}
