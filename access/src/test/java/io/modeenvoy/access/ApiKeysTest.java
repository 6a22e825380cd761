package io.modeenvoy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.modeenvoy.policy.Names;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiKeysTest {
    private static final ApiKey KEY = ApiKeys.generate("live", new Random(1));

    @Test
    void makesKeysThatItCanRead() {
        assertThat(KEY.text())
                .matches("me_live_[0-9A-Za-z]{10}_[0-9A-Za-z]{49}")
                .matches(Names.API_KEY_PATTERN);
        assertThat(ApiKeys.parse(KEY.text())).hasValueSatisfying(parsed -> {
            assertThat(parsed.environment()).isEqualTo("live");
            assertThat(parsed.keyId()).isEqualTo(KEY.text().substring(8, 18));
        });
    }

    @Test
    void neverMakesTheSameKeyTwice() {
        SecureRandom random = new SecureRandom();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(seen.add(ApiKeys.generate("live", random).text())).isTrue();
        }
    }

    @Test
    void refusesEveryChangedCharacter() {
        String text = KEY.text();
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'x' ? 'y' : 'x';
            assertThat(ApiKeys.parse(text.substring(0, i) + other + text.substring(i + 1)))
                    .as("position %d", i)
                    .isEmpty();
        }
    }

    @Test
    void refusesSwappedNeighbours() {
        String text = KEY.text();
        for (int i = 8; i + 1 < text.length(); i++) {
            String swapped = text.substring(0, i) + text.charAt(i + 1) + text.charAt(i) + text.substring(i + 2);
            assertThat(swapped.equals(text) || ApiKeys.parse(swapped).isEmpty())
                    .as("position %d", i)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "me_",
                "me__",
                "me_live",
                "me_live_",
                "me_live_id_",
                "me___",
                "sk-123",
                "ME_live_id_secret",
                "me_live_ü_x"
            })
    void refusesWhatIsNoKey(String text) {
        assertThat(ApiKeys.parse(text)).isEmpty();
    }

    @Test
    void refusesAnEndlessKey() {
        assertThat(ApiKeys.parse("me_live_" + "a".repeat(1_000_000) + "_b")).isEmpty();
    }

    @Test
    void refusesAnEnvironmentThatWouldBreakTheFormat() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKeys.generate("my_env", new Random(1)))
                .withMessage("environment: my_env (expected: 1 to 16 lower-case letters and digits)");
    }

    @Test
    void digestsAsHmacSha256() throws Exception {
        for (int length : new int[] {1, 32, 64, 65, 200}) {
            byte[] pepper = new byte[length];
            new Random(length).nextBytes(pepper);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(pepper, "HmacSHA256"));
            String expected =
                    Base64.getEncoder().encodeToString(mac.doFinal(KEY.text().getBytes(StandardCharsets.US_ASCII)));

            assertThat(ApiKeys.digest("1", pepper, KEY).base64()).isEqualTo(expected);
        }
    }

    @Test
    void hidesTheSecretWhenPrinted() {
        assertThat(KEY.toString())
                .contains(KEY.keyId())
                .doesNotContain(KEY.text().substring(19));
    }
}
