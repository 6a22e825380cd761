package io.modeenvoy.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The two shapes errors have. */
enum ErrorShape {
    OPENAI,
    ANTHROPIC;

    ObjectNode error(int status, @Nullable String param, String message) {
        return switch (this) {
            case OPENAI -> openAi(status, param, message);
            case ANTHROPIC -> anthropic(status, message);
        };
    }

    private static ObjectNode openAi(int status, @Nullable String param, String message) {
        ObjectNode node = Json.object();
        node.putObject("error")
                .put("message", message)
                .put("type", openAiType(status))
                .put("param", param)
                .put("code", openAiCode(status));
        return node;
    }

    private static String openAiType(int status) {
        if (status >= 500) {
            return "server_error";
        }
        return status == 429 ? "rate_limit_error" : "invalid_request_error";
    }

    private static @Nullable String openAiCode(int status) {
        return switch (status) {
            case 401 -> "invalid_api_key";
            case 404 -> "not_found";
            case 429 -> "rate_limit_exceeded";
            default -> null;
        };
    }

    private static ObjectNode anthropic(int status, String message) {
        ObjectNode node = Json.object().put("type", "error");
        node.putObject("error").put("type", anthropicType(status)).put("message", message);
        return node;
    }

    private static String anthropicType(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 529 -> "overloaded_error";
            default -> status >= 500 ? "api_error" : "invalid_request_error";
        };
    }
}
