package io.modeenvoy.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one credential a request presents, found without judging it. */
sealed interface Presented {
    /** No credential at all. */
    record None() implements Presented {}

    /** A bearer token or API key header. */
    record Token(String text) implements Presented {}

    /** Claims of a token Envoy verified. */
    record Claims(Map<String, String> claims) implements Presented {}

    /** An {@code authorization} of another scheme than Bearer. */
    record OtherScheme() implements Presented {}

    /** More than one: nobody may guess which one counts. */
    record Several() implements Presented {}

    /** Empty header values count as not sent; a comma joins two header lines and occurs in no credential we take. */
    static Presented in(Credentials credentials) {
        List<String> authorization = sent(credentials.authorization());
        List<String> apiKeys = sent(credentials.apiKeyHeaders());
        if (authorization.size() > 1 || different(apiKeys) || joined(authorization) || joined(apiKeys)) {
            return new Several();
        }
        String header = authorization.isEmpty() ? null : authorization.getFirst();
        String apiKey = apiKeys.isEmpty() ? null : apiKeys.getFirst();
        String bearer = header == null ? null : bearer(header);
        if (!credentials.verifiedClaims().isEmpty()) {
            boolean alsoKey = apiKey != null || (bearer != null && bearer.startsWith(ApiKeys.PREFIX));
            return alsoKey ? new Several() : new Claims(credentials.verifiedClaims());
        }
        return one(header, bearer, apiKey);
    }

    private static Presented one(@Nullable String header, @Nullable String bearer, @Nullable String apiKey) {
        if (header == null || (bearer != null && bearer.isEmpty())) {
            return apiKey == null ? new None() : new Token(apiKey);
        } else if (apiKey != null) {
            return apiKey.equals(bearer) ? new Token(apiKey) : new Several();
        }
        return bearer == null ? new OtherScheme() : new Token(bearer);
    }

    /** The token of {@code Bearer token}, empty if there is only the scheme, null for another scheme. */
    private static @Nullable String bearer(String header) {
        int space = header.indexOf(' ');
        String scheme = space < 0 ? header : header.substring(0, space);
        if (!scheme.equalsIgnoreCase("bearer")) {
            return null;
        }
        return space < 0 ? "" : header.substring(space + 1).strip();
    }

    /** A loop, because this runs on every call and a stream would cost as much as the HMAC. */
    private static List<String> sent(List<String> values) {
        List<String> sent = new ArrayList<>(values.size());
        for (String value : values) {
            String stripped = value.strip();
            if (!stripped.isEmpty()) {
                sent.add(stripped);
            }
        }
        return sent;
    }

    private static boolean different(List<String> values) {
        return values.size() > 1 && values.stream().distinct().count() > 1;
    }

    private static boolean joined(List<String> values) {
        return !values.isEmpty() && values.getFirst().indexOf(',') >= 0;
    }
}
