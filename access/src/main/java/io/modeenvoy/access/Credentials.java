package io.modeenvoy.access;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request shows of its caller. Never printed.
 *
 * @param authorization values of the {@code authorization} header lines, as sent
 * @param apiKeyHeaders values of the {@code x-api-key} and {@code api-key} header lines, as sent
 * @param clientAddress IP address without port, null if unknown
 * @param verifiedClaims {@code iss} and the other claims of a token Envoy's {@code jwt_authn} verified; empty if none
 */
public record Credentials(
        List<String> authorization,
        List<String> apiKeyHeaders,
        @Nullable String clientAddress,
        Map<String, String> verifiedClaims) {
    public Credentials {
        authorization = List.copyOf(authorization);
        apiKeyHeaders = List.copyOf(apiKeyHeaders);
        verifiedClaims = Map.copyOf(verifiedClaims);
    }

    @Override
    public String toString() {
        return "Credentials[authorization=" + authorization.size() + " hidden, apiKeyHeaders=" + apiKeyHeaders.size()
                + " hidden, clientAddress=" + clientAddress + ", verifiedClaims=" + verifiedClaims.size() + " hidden]";
    }
}
