package io.modeenvoy.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The {@code usage} object of chat and completions, and where a stream has it. */
final class OpenAiUsage {
    private static final int MOST_CHOICES = 128;

    private OpenAiUsage() {}

    static int choices(Fields fields) throws BadRequest {
        Integer wanted = fields.positive("n");
        if (wanted != null && wanted > MOST_CHOICES) {
            throw BadRequest.field("n", wanted, "1.." + MOST_CHOICES);
        }
        return wanted == null ? 1 : wanted;
    }

    /** A stream has a usage chunk only where the client asked for one. */
    static boolean streams(Answer answer) {
        return answer.call().includeUsage() && answer.reportsUsage();
    }

    /** Where a usage chunk will come, every chunk before it says {@code "usage": null}. */
    static ObjectNode nullInto(ObjectNode chunk, Answer answer) {
        return streams(answer) ? chunk.putNull("usage") : chunk;
    }

    static ObjectNode into(ObjectNode node, Answer answer) {
        if (!answer.reportsUsage()) {
            return node;
        }
        ObjectNode usage = node.putObject("usage")
                .put("prompt_tokens", answer.inputTokens())
                .put("completion_tokens", answer.outputTokens())
                .put("total_tokens", answer.inputTokens() + answer.outputTokens());
        usage.putObject("prompt_tokens_details")
                .put("cached_tokens", answer.cached())
                .put("audio_tokens", 0);
        usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", answer.reasoning() * answer.call().choices())
                .put("audio_tokens", 0);
        return node;
    }
}
