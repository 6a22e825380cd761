package io.modeenvoy.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.k8s.certificates.KeyedCertificate;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** When which certificate is made and dropped. */
final class RotationTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final List<String> NAMES = List.of("127.0.0.1", "modeenvoy-webhook.modeenvoy-system.svc");
    private static final Rotation ROTATION = new Rotation(Lives.DEFAULTS, NAMES);

    private final WebhookCertificates first = ROTATION.fresh(START);

    @Test
    void theFirstAuthoritySignsAtOnce() throws GeneralSecurityException {
        assertThat(first.authorities()).hasSize(1);
        assertThat(first.isServedByNewest()).isTrue();
        assertThat(first.server().certificate().getSubjectAlternativeNames())
                .extracting(subject -> subject.get(1))
                .map(String::valueOf)
                .containsExactlyElementsOf(NAMES);
    }

    @Test
    void nothingChangesWhileNothingIsOld() {
        assertThat(ROTATION.next(first, START.plus(DAY.multipliedBy(59)), true)).isSameAs(first);
    }

    @Test
    void aServersCertificateIsReplacedAfterTwoThirdsOfItsLifeByTheSameAuthority() {
        WebhookCertificates next = ROTATION.next(first, START.plus(DAY.multipliedBy(60)), true);

        assertThat(next.authorities()).isEqualTo(first.authorities());
        assertThat(next.server()).isNotEqualTo(first.server());
        assertThat(next.isServedByNewest()).isTrue();
    }

    @Test
    void otherNamesAreServedAtOnce() {
        Rotation renamed = new Rotation(Lives.DEFAULTS, List.of("elsewhere"));

        WebhookCertificates next = renamed.next(first, START, true);

        assertThat(next.server()).isNotEqualTo(first.server());
        assertThat(renamed.next(next, START, true)).isSameAs(next);
    }

    @Test
    void aNewAuthorityIsBelievedFirstThenSignsThenStandsAlone() {
        Instant old = START.plus(DAY.multipliedBy(487));
        WebhookCertificates renewed = ROTATION.next(first, old, true);
        WebhookCertificates announced = ROTATION.next(renewed, old, true);
        assertThat(announced.authorities()).hasSize(2).contains(first.newest());
        assertThat(announced.server()).isEqualTo(renewed.server());
        assertThat(announced.isServedByNewest()).isFalse();

        Instant settled = old.plus(Lives.DEFAULTS.settling());
        assertThat(ROTATION.next(announced, settled.minusSeconds(1), true)).isSameAs(announced);
        assertThat(ROTATION.next(announced, settled, false)).isSameAs(announced);
        WebhookCertificates signing = ROTATION.next(announced, settled, true);
        assertThat(signing.authorities()).isEqualTo(announced.authorities());
        assertThat(signing.isServedByNewest()).isTrue();

        Instant everywhere = settled.plus(Lives.DEFAULTS.settling());
        assertThat(ROTATION.next(signing, everywhere.minusSeconds(1), true)).isSameAs(signing);
        WebhookCertificates alone = ROTATION.next(signing, everywhere, true);
        assertThat(alone.authorities()).containsExactly(announced.newest());
        assertThat(alone.server()).isEqualTo(signing.server());
        assertThat(ROTATION.next(alone, everywhere, true)).isSameAs(alone);
    }

    /** What is shown now was signed by whom was believed half a settling ago, and what was shown then by whom is believed now. */
    @Test
    void whatIsShownIsAlwaysBelievedAlready() throws GeneralSecurityException {
        Rotation slow = new Rotation(new Lives(DAY.multipliedBy(730), DAY.multipliedBy(90), DAY), NAMES);
        Duration half = DAY.dividedBy(2);
        WebhookCertificates now = first;
        WebhookCertificates before = first;
        int servers = 0;
        int authorities = 0;
        for (Instant time = START; time.isBefore(START.plus(DAY.multipliedBy(3000))); time = time.plus(half)) {
            WebhookCertificates next = slow.next(now, time, true);
            servers += next.server().equals(now.server()) ? 0 : 1;
            authorities += next.newest().equals(now.newest()) ? 0 : 1;
            assertThat(signers(now, next.server())).as("at %s", time).isEqualTo(1);
            assertThat(signers(next, before.server())).as("at %s", time).isEqualTo(1);
            next.server().certificate().checkValidity(java.util.Date.from(time));
            next.newest().checkValidity(java.util.Date.from(time));
            before = now;
            now = next;
        }
        assertThat(servers).isGreaterThan(50);
        assertThat(authorities).isEqualTo(6);
    }

    private static long signers(WebhookCertificates certificates, KeyedCertificate server) {
        return certificates.authorities().stream()
                .filter(authority -> {
                    try {
                        server.certificate().verify(authority.getPublicKey());
                        return true;
                    } catch (GeneralSecurityException e) {
                        return false;
                    }
                })
                .count();
    }

    @Test
    void afterALongSleepAllIsMadeAnew() {
        WebhookCertificates next = ROTATION.next(first, START.plus(DAY.multipliedBy(731)), false);

        assertThat(next.authorities()).hasSize(1).doesNotContain(first.newest());
        assertThat(next.isServedByNewest()).isTrue();
    }

    @Test
    void theSecretKeepsAllOfIt() throws GeneralSecurityException {
        assertThat(WebhookCertificates.parse(first.entries())).isEqualTo(first);
    }

    @Test
    void aSpoiltSecretIsNoCertificate() {
        for (String entry : first.entries().keySet()) {
            for (String spoilt :
                    List.of("", "nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")) {
                Map<String, String> entries = new TreeMap<>(first.entries());
                entries.put(entry, spoilt);
                assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> WebhookCertificates.parse(entries)))
                        .as("%s = %s", entry, spoilt)
                        .isInstanceOf(GeneralSecurityException.class);
            }
        }
    }

    @Test
    void keysStayOutOfLogs() {
        assertThat(first + " " + first.server()).doesNotContain("PRIVATE").doesNotContain("EC Private");
    }
}
