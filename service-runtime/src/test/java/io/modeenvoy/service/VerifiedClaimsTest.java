package io.modeenvoy.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What both doors are told of tokens. */
final class VerifiedClaimsTest {
    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Value number(double number) {
        return Value.newBuilder().setNumberValue(number).build();
    }

    private static Value token(Map<String, Value> claims) {
        return Value.newBuilder()
                .setStructValue(Struct.newBuilder().putAllFields(claims))
                .build();
    }

    private static Metadata metadata(Map<String, Value> payloads) {
        return Metadata.newBuilder()
                .putFilterMetadata(
                        "envoy.filters.http.jwt_authn",
                        Struct.newBuilder().putAllFields(payloads).build())
                .build();
    }

    @Test
    void areTheTextsNumbersAndBooleansOfAToken() {
        Value token = token(Map.of(
                "iss", text("https://idp"),
                "level", number(3),
                "share", number(0.5),
                "admin", Value.newBuilder().setBoolValue(true).build(),
                "nickname", text(""),
                "groups",
                        Value.newBuilder()
                                .setListValue(ListValue.getDefaultInstance())
                                .build()));

        assertThat(VerifiedClaims.in(metadata(Map.of("idp", token))))
                .containsExactly(
                        Map.of("iss", "https://idp", "level", "3", "share", "0.5", "admin", "true", "nickname", ""));
    }

    @Test
    void areNoneWithoutATokenThatNamesItsIssuer() {
        assertThat(VerifiedClaims.in(Metadata.getDefaultInstance())).isEmpty();
        assertThat(VerifiedClaims.in(metadata(Map.of("idp", token(Map.of("sub", text("a"))), "note", text("iss")))))
                .isEmpty();
    }

    @Test
    void countATokenOnceThatTwoProvidersVerified() {
        Value token = token(Map.of("iss", text("https://idp"), "sub", text("a")));
        Value other = token(Map.of("iss", text("https://idp"), "sub", text("b")));

        assertThat(VerifiedClaims.in(metadata(Map.of("one", token, "two", token))))
                .hasSize(1);
        assertThat(VerifiedClaims.in(metadata(Map.of("one", token, "two", other))))
                .hasSize(2);
    }

    @Test
    void quotesTextsAsJsonWantsThem() {
        assertThat(JsonQuoting.quoted("a \"b\" \\ \n ä")).isEqualTo("\"a \\\"b\\\" \\\\ \\u000a ä\"");
    }
}
