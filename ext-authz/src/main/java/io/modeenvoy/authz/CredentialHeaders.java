package io.modeenvoy.authz;

import io.modeenvoy.access.ApiKeys;
import java.util.List;
import java.util.stream.Stream;

/** The headers a key may come in. */
final class CredentialHeaders {
    static final String AUTHORIZATION = "authorization";
    static final List<String> API_KEYS = List.of("x-api-key", "api-key");

    private static final List<String> ALL =
            Stream.concat(Stream.of(AUTHORIZATION), API_KEYS.stream()).toList();

    private CredentialHeaders() {}

    /** Those that hold one of our keys: the upstream must not see them. Others are the upstream's own business. */
    static List<String> holdingOurKeys(RequestHeaders headers) {
        return ALL.stream()
                .filter(name -> headers.values(name).stream().anyMatch(value -> value.contains(ApiKeys.PREFIX)))
                .toList();
    }
}
