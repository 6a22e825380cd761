package io.modeenvoy.gateways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.crd.ProxySettingsSpec;
import io.modeenvoy.k8s.certificates.CertificateAuthority;
import io.modeenvoy.k8s.certificates.Certificates;
import io.modeenvoy.k8s.certificates.KeyedCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FleetCertificatesTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final FleetOptions OPTIONS = FleetOptionsFile.parse(
            "{server: 'cp:18000', services: 'services:18001', image: envoy, program: modeenvoy, tls: {authority:"
                    + " authority, trustDomain: example.org}}");
    private static final Fleet FLEET = new Fleet(
            new ObjectName("shop", "web"),
            "1",
            "modeenvoy",
            new TreeMap<>(),
            new TreeMap<>(),
            List.of(80),
            null,
            ProxySettingsSpec.NOTHING);

    private final Map<String, String> authority = authority();

    private static Map<String, String> authority() {
        CertificateAuthority fresh = CertificateAuthority.fresh("authority", Duration.ofDays(3650), NOW);
        return Certificates.entries(fresh.own(), fresh);
    }

    private @Nullable ObjectNode renewed(@Nullable ObjectNode there, Instant now) throws IOException {
        return FleetCertificates.renewed(FLEET, OPTIONS, authority, there, now);
    }

    private ObjectNode made() throws IOException {
        return Objects.requireNonNull(renewed(null, NOW));
    }

    private static String entry(ObjectNode secret, String name) {
        return new String(
                Base64.getDecoder().decode(secret.path("data").path(name).asText()), StandardCharsets.UTF_8);
    }

    @Test
    void sayTheGroupOfTheGatewayAndNoOther() throws IOException, CertificateParsingException {
        ObjectNode secret = made();

        KeyedCertificate certificate = KeyedCertificate.parse(entry(secret, "tls.crt"), entry(secret, "tls.key"));
        assertThat(certificate.names()).containsExactly("uri:spiffe://example.org/modeenvoy/gateway/shop/web/node/*");
        assertThat(entry(secret, "ca.crt")).isEqualTo(authority.get("ca.crt"));
        assertThat(secret.path("type").asText()).isEqualTo("kubernetes.io/tls");
        assertThat(secret.at("/metadata/ownerReferences/0/uid").asText()).isEqualTo("1");
    }

    @Test
    void stayUntilAMonthBeforeTheirEnd() throws IOException {
        ObjectNode there = made();

        assertThat(renewed(there, NOW.plus(Duration.ofDays(59)))).isNull();
        assertThat(renewed(there, NOW.plus(Duration.ofDays(61)))).isNotNull();
    }

    @Test
    void areMadeAnewWhereSomebodySpoiltThem() throws IOException {
        ObjectNode there = made();
        there.withObject("data").put("tls.crt", "!");

        assertThat(renewed(there, NOW)).isNotNull();
    }

    @Test
    void areMadeAnewByANewAuthority() throws IOException {
        ObjectNode there = made();

        assertThat(FleetCertificates.renewed(FLEET, OPTIONS, authority(), there, NOW))
                .isNotNull();
    }

    @Test
    void areNotMadeWithoutTheAuthority() {
        assertThatThrownBy(() -> FleetCertificates.renewed(FLEET, OPTIONS, Map.of(), null, NOW))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Secret authority");
    }
}
