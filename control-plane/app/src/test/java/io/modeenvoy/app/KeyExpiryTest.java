package io.modeenvoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.modeenvoy.crd.APIKey;
import io.modeenvoy.crd.APIKeySpec;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.ir.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class KeyExpiryTest {
    private static final Instant END = Instant.parse("2026-06-10T12:00:00Z");
    private static final ObjectRef KEY = new ObjectRef("APIKey", "demo", "app-1");

    private static APIKey key(@Nullable String expiresAt, boolean revoked) {
        APIKey key = new APIKey();
        key.setMetadata(
                new ObjectMetaBuilder().withNamespace("demo").withName("app-1").build());
        key.setSpec(new APIKeySpec(
                new APIKeySpec.ConsumerRef("app"),
                "k1",
                new APIKeySpec.Digest(APIKeySpec.Algorithm.HMAC_SHA_256, "p1", "x"),
                null,
                expiresAt,
                List.of(),
                revoked));
        return key;
    }

    private static List<Diagnostic> at(APIKey key, Instant now) {
        return KeyExpiry.warnings(KEY, key, now);
    }

    @Test
    void aKeyIsWarnedOfForSevenDaysAndWhenItIsOver() {
        APIKey key = key("2026-06-10T14:00:00+02:00", false);

        assertThat(at(key, END.minus(KeyExpiry.SOON).minusNanos(1))).isEmpty();
        assertThat(at(key, END.minus(KeyExpiry.SOON)))
                .singleElement()
                .hasToString("APIKey demo/app-1 spec.expiresAt: 2026-06-10T12:00:00Z (expected: a later time; modeenvoy"
                        + " key rotate demo/app-1 makes the next key)")
                .extracting(Diagnostic::reason)
                .isEqualTo("ExpiresSoon");
        assertThat(at(key, END)).singleElement().extracting(Diagnostic::reason).isEqualTo("Expired");
    }

    @Test
    void oneWithoutAnEndOrRevokedOrUnreadableIsNotWarnedOf() {
        for (APIKey key : List.of(key(null, false), key("2026-06-10T12:00:00Z", true), key("soon", false))) {
            assertThat(at(key, END.plusSeconds(1))).isEmpty();
        }
    }

    @Test
    void theNextMomentIsTheFirstOfAllKeysThatIsToCome() {
        ResourceView view = ResourceView.of(List.of(key("2026-06-10T12:00:00Z", false)));

        assertThat(KeyExpiry.unchanged(view, END.minus(Duration.ofDays(10)))).contains(Duration.ofDays(3));
        assertThat(KeyExpiry.unchanged(view, END.minus(Duration.ofDays(7)))).contains(Duration.ofDays(7));
        assertThat(KeyExpiry.unchanged(view, END)).isEmpty();
    }
}
