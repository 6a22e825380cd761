package io.modeenvoy.authz;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The claims of tokens that Envoy's {@code jwt_authn} verified and left in the metadata ({@code payload_in_metadata}). */
final class VerifiedClaims {
    private static final String NAMESPACE = "envoy.filters.http.jwt_authn";

    private VerifiedClaims() {}

    /** One map for each different token. Claims that are no text, number or boolean are left out. */
    static List<Map<String, String>> in(Metadata metadata) {
        Struct found = metadata.getFilterMetadataMap().get(NAMESPACE);
        return found == null
                ? List.of()
                : found.getFieldsMap().values().stream()
                        .filter(payload -> payload.getStructValue().containsFields("iss"))
                        .map(payload -> claims(payload.getStructValue()))
                        .distinct()
                        .toList();
    }

    private static Map<String, String> claims(Struct payload) {
        Map<String, String> claims = new LinkedHashMap<>();
        payload.getFieldsMap().forEach((name, value) -> {
            String text = text(value);
            if (!text.isEmpty()) {
                claims.put(name, text);
            }
        });
        return claims;
    }

    private static String text(Value value) {
        return switch (value.getKindCase()) {
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> String.valueOf(value.getBoolValue());
            case NUMBER_VALUE -> number(value.getNumberValue());
            case NULL_VALUE, STRUCT_VALUE, LIST_VALUE, KIND_NOT_SET -> "";
        };
    }

    private static String number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.valueOf((long) number)
                : String.valueOf(number);
    }
}
