package io.modeenvoy.proc.openai;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** What a call asks for, by method and path. */
public sealed interface ApiPath {
    /** A call for a provider; {@code query} is empty or starts with {@code ?}. */
    record Call(Endpoint endpoint, String query) implements ApiPath {}

    /** {@code GET /v1/models}. */
    record Models() implements ApiPath {}

    /** {@code GET /v1/models/{id}}. */
    record Model(String id) implements ApiPath {}

    /** Nothing that is served here. */
    record Unknown(ApiError error, String allow) implements ApiPath {}

    /** Parses {@code :method} and {@code :path}. */
    static ApiPath parse(String method, String target) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? "" : target.substring(question);
        for (Endpoint endpoint : Endpoint.values()) {
            if (path.equals(endpoint.path())) {
                return method.equals("POST") ? new Call(endpoint, query) : wrongMethod(method, path, "POST");
            }
        }
        return path.equals("/v1/models") || path.startsWith("/v1/models/")
                ? models(method, path)
                : new Unknown(notFound(method, path), "");
    }

    private static ApiPath models(String method, String path) {
        if (!method.equals("GET")) {
            return wrongMethod(method, path, "GET");
        }
        String id = path.length() <= "/v1/models/".length() ? "" : path.substring("/v1/models/".length());
        return id.isEmpty() ? new Models() : new Model(decode(id));
    }

    private static String decode(String id) {
        try {
            return URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return id;
        }
    }

    private static Unknown wrongMethod(String method, String path, String allow) {
        String message = "%s %s: wrong method (expected: %s)".formatted(method, path, allow);
        return new Unknown(ApiError.invalid(405, "method_not_allowed", null, message), allow);
    }

    private static ApiError notFound(String method, String path) {
        return ApiError.invalid(
                404,
                "unknown_url",
                null,
                method + " " + path + ": unknown path (expected: POST /v1/chat/completions, /v1/completions,"
                        + " /v1/embeddings, /v1/responses, or GET /v1/models)");
    }
}
