package io.modeenvoy.service;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The claims of tokens that Envoy's {@code jwt_authn} verified, where its metadata is forwarded to us. */
public final class VerifiedClaims {
    private static final String NAMESPACE = "envoy.filters.http.jwt_authn";

    private VerifiedClaims() {}

    /** One map for each different token; claims that are no text, number or boolean are left out, a text may be empty. */
    public static List<Map<String, String>> in(Metadata metadata) {
        Struct found = metadata.getFilterMetadataOrDefault(NAMESPACE, Struct.getDefaultInstance());
        return found.getFieldsMap().values().stream()
                .map(Value::getStructValue)
                .filter(payload -> payload.containsFields("iss"))
                .map(VerifiedClaims::claims)
                .distinct()
                .toList();
    }

    private static Map<String, String> claims(Struct payload) {
        Map<String, String> claims = new TreeMap<>();
        payload.getFieldsMap().forEach((name, value) -> {
            switch (value.getKindCase()) {
                case STRING_VALUE -> claims.put(name, value.getStringValue());
                case BOOL_VALUE -> claims.put(name, String.valueOf(value.getBoolValue()));
                case NUMBER_VALUE -> claims.put(name, number(value.getNumberValue()));
                case NULL_VALUE, STRUCT_VALUE, LIST_VALUE, KIND_NOT_SET -> {}
            }
        });
        return claims;
    }

    private static String number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.valueOf((long) number)
                : String.valueOf(number);
    }
}
