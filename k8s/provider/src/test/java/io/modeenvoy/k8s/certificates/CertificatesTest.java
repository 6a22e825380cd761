package io.modeenvoy.k8s.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When certificates are made, and what they say. */
final class CertificatesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final Certificates.Terms TERMS =
            new Certificates.Terms(Duration.ofDays(90), Duration.ofDays(30), Duration.ofDays(3650));
    private static final WantedCertificate LEDGER = WantedCertificate.parse(
            "ledger=dns:ledger.ns.svc,dns:ledger,uri:spiffe://modeenvoy/modeenvoy/services/node/*", "ns");

    private final Map<String, Map<String, String>> cluster = new TreeMap<>();
    private int writes;

    /** Namespaces in memory; the names of those other than {@code ns} are in front. */
    private SecretStore store(String namespace) {
        String prefix = namespace.equals("ns") ? "" : namespace + "/";
        return new SecretStore() {
            @Override
            public @Nullable Kept read(String name) throws IOException {
                if (namespace.equals("nowhere")) {
                    throw new IOException("Secret nowhere/" + name + ": no such namespace");
                }
                Map<String, String> entries = cluster.get(prefix + name);
                return entries == null ? null : new Kept(entries, "");
            }

            @Override
            public boolean replace(String name, @Nullable Kept before, Map<String, String> entries) {
                writes++;
                cluster.put(prefix + name, new HashMap<>(entries));
                return true;
            }
        };
    }

    @Test
    void makesWhatIsMissing() throws Exception {
        assertThat(keep(NOW, LEDGER))
                .containsExactly(
                        new Certificates.Outcome("ns", "authority", true, NOW.plus(Duration.ofDays(3650))),
                        new Certificates.Outcome("ns", "ledger", true, NOW.plus(Duration.ofDays(90))));

        KeyedCertificate ledger = parse("ledger");
        X509Certificate certificate = ledger.certificate();
        certificate.verify(parse("authority").certificate().getPublicKey());
        assertThat(ledger.names())
                .containsExactly("dns:ledger", "dns:ledger.ns.svc", "uri:spiffe://modeenvoy/modeenvoy/services/node/*");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(parse("authority").certificate().getBasicConstraints()).isZero();
        assertThat(entry("ledger", "ca.crt")).isEqualTo(entry("authority", "tls.crt"));
        assertThat(entry("ledger", "tls.key")).startsWith("-----BEGIN PRIVATE KEY-----\n");
    }

    @Test
    void aClientsCertificateIsNoServers() throws Exception {
        keep(NOW, WantedCertificate.parse("services=uri:spiffe://a/b", "ns"));

        assertThat(parse("services").certificate().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    }

    @Test
    void keepsThoseOfOtherNamespacesTooAndOneThatCannotBeKeptDoesNotHinderTheRest() throws Exception {
        assertThatThrownBy(() -> keep(
                        NOW,
                        WantedCertificate.parse("nowhere/proxy=uri:spiffe://a/b", "ns"),
                        WantedCertificate.parse("shop/proxy=uri:spiffe://a/b", "ns")))
                .isInstanceOf(IOException.class)
                .hasMessage("Secret nowhere/proxy: no such namespace");

        assertThat(parse("shop/proxy").names()).containsExactly("uri:spiffe://a/b");
        assertThat(entry("shop/proxy", "ca.crt")).isEqualTo(entry("authority", "tls.crt"));
        assertThat(cluster).doesNotContainKey("proxy");
    }

    @Test
    void leavesAloneWhatIsGoodForAWhile() throws Exception {
        keep(NOW, LEDGER);

        assertThat(keep(NOW.plus(Duration.ofDays(59)), LEDGER)).noneMatch(Certificates.Outcome::made);
        assertThat(writes).isEqualTo(2);
    }

    @Test
    void makesAnewWhatEndsSoonByTheSameAuthority() throws Exception {
        keep(NOW, LEDGER);
        String authority = entry("authority", "tls.crt");

        assertThat(keep(NOW.plus(Duration.ofDays(61)), LEDGER))
                .extracting(Certificates.Outcome::made)
                .containsExactly(false, true);
        assertThat(entry("ledger", "ca.crt")).isEqualTo(authority);
    }

    @Test
    void makesAnewWhatShouldHaveOtherNames() throws Exception {
        keep(NOW, LEDGER);

        assertThat(keep(NOW, WantedCertificate.parse("ledger=dns:other", "ns")))
                .extracting(Certificates.Outcome::made)
                .containsExactly(false, true);
        assertThat(parse("ledger").names()).containsExactly("dns:other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls.crt", "tls.key", "ca.crt"})
    void makesAnewWhatIsBroken(String entry) throws Exception {
        keep(NOW, LEDGER);
        Objects.requireNonNull(cluster.get("ledger")).put(entry, "nonsense");

        assertThat(keep(NOW, LEDGER)).extracting(Certificates.Outcome::made).containsExactly(false, true);
    }

    @Test
    void makesAnewWhatAnotherAuthoritySigned() throws Exception {
        keep(NOW, LEDGER);
        cluster.remove("authority");

        assertThat(keep(NOW, LEDGER)).extracting(Certificates.Outcome::made).containsExactly(true, true);
    }

    @Test
    void neverReplacesAnAuthorityThatCannotBeRead() throws Exception {
        keep(NOW, LEDGER);
        Objects.requireNonNull(cluster.get("authority")).put("tls.key", "nonsense");

        assertThatThrownBy(() -> keep(NOW, LEDGER))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Secret authority: not a certificate with its EC key in PKCS#8");
    }

    @Test
    void saysWhenTheAuthorityEnds() throws Exception {
        keep(NOW, LEDGER);

        assertThatThrownBy(() -> keep(NOW.plus(Duration.ofDays(3600)), LEDGER))
                .hasMessageStartingWith("Secret authority: the authority ends at 2036-11-18T00:00:00Z, before");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a=", "=dns:b", "a=b", "a=dns:", "a=dns:b,ip:1", "/a=dns:b", "a/=dns:b"})
    void saysHowACertificateIsWritten(String text) {
        assertThatThrownBy(() -> WantedCertificate.parse(text, "ns"))
                .hasMessageEndingWith(
                        "(expected: SECRET=dns:NAME,uri:NAME or NAMESPACE/SECRET=…, with one name or more)");
    }

    @Test
    void refusesTermsThatCannotBeKept() {
        Duration day = Duration.ofDays(1);
        assertThatThrownBy(() -> new Certificates.Terms(day, day, day.multipliedBy(2)))
                .hasMessage("renew: 1d (expected: less than valid, which is 1d)");
        assertThatThrownBy(() -> new Certificates.Terms(day, Duration.ZERO, day))
                .hasMessage("valid: 1d (expected: less than the authority's, which is 1d)");
    }

    private List<Certificates.Outcome> keep(Instant now, WantedCertificate... wanted) throws IOException {
        return new Certificates(this::store, "ns", TERMS, now).keep("authority", List.of(wanted));
    }

    private KeyedCertificate parse(String secret) throws IOException {
        return KeyedCertificate.parse(entry(secret, "tls.crt"), entry(secret, "tls.key"));
    }

    private String entry(String secret, String key) {
        return Objects.requireNonNull(
                Objects.requireNonNull(cluster.get(secret)).get(key));
    }
}
