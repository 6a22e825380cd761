package io.modeenvoy.authz;

import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext.HttpRequest;
import java.util.List;

/**
 * Reads header lines whichever way Envoy sends them: each line of its own ({@code header_map}, with {@code encode_raw_headers}) or joined by commas
 * ({@code headers}).
 */
final class RequestHeaders {
    private final HttpRequest request;

    RequestHeaders(HttpRequest request) {
        this.request = request;
    }

    /** Values of all lines called {@code name}, in lower case, in their order. */
    List<String> values(String name) {
        String joined = request.getHeadersMap().get(name);
        List<String> lines = request.getHeaderMap().getHeadersList().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(RequestHeaders::value)
                .toList();
        return joined == null ? lines : List.of(joined);
    }

    /** How many there are; Envoy sends them one way or the other. */
    int count() {
        return request.getHeadersCount() + request.getHeaderMap().getHeadersCount();
    }

    private static String value(HeaderValue header) {
        return header.getRawValue().isEmpty()
                ? header.getValue()
                : header.getRawValue().toStringUtf8();
    }
}
