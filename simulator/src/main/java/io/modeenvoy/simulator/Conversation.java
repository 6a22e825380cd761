package io.modeenvoy.simulator;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The texts of a request: how many tokens they are, and what the user said last.
 *
 * @param last text of the last message whose role is user
 */
record Conversation(int tokens, String last) {

    static final Conversation EMPTY = new Conversation(0, "");

    /** Adds a system text, which counts and is not echoed. */
    Conversation instructed(JsonNode content) {
        return new Conversation(tokens + Tokens.count(text(content)), last);
    }

    /** Adds messages of the form {@code {role, content}}; content is a string or a list of parts with a text. */
    Conversation said(JsonNode messages) {
        Conversation sum = this;
        for (JsonNode message : messages) {
            String text = text(message.path("content"));
            boolean user = message.path("role").asText("user").equals("user");
            sum = new Conversation(sum.tokens + Tokens.count(text), user ? text : sum.last);
        }
        return sum;
    }

    /** Adds a plain prompt: a string, or a list of strings. */
    Conversation prompted(JsonNode prompt) {
        String text = text(prompt);
        return new Conversation(tokens + Tokens.count(text), text);
    }

    private static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.textValue();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            String piece =
                    part.isTextual() ? part.textValue() : part.path("text").asText("");
            text.append(text.isEmpty() ? "" : " ").append(piece);
        }
        return text.toString();
    }
}
