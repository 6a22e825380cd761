package io.modeenvoy.gateways;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modeenvoy.k8s.certificates.CertificateAuthority;
import io.modeenvoy.k8s.certificates.Certificates;
import io.modeenvoy.k8s.certificates.KeyedCertificate;
import io.modeenvoy.k8s.certificates.WantedCertificate;
import io.modeenvoy.policy.Names;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The certificates by which the Envoys of a Gateway say whose they are; signed by the installation's authority, made anew in time. */
final class FleetCertificates {
    private FleetCertificates() {}

    /** Whether they are ours to make. */
    static boolean areOurs(FleetOptions options) {
        return options.tls() != null && options.tls().authority() != null;
    }

    /**
     * The Secret to write; null where the one that is there will do.
     *
     * @param authority the entries of the authority's Secret, decoded
     * @param there the Secret as it stands
     */
    static @Nullable ObjectNode renewed(
            Fleet fleet, FleetOptions options, Map<String, String> authority, @Nullable JsonNode there, Instant now)
            throws IOException {
        FleetOptions.Tls tls = options.tls();
        if (tls == null || tls.authority() == null) {
            return null;
        }
        CertificateAuthority signer = Certificates.authority(tls.authority(), authority);
        WantedCertificate wanted = new WantedCertificate(
                fleet.gateway().namespace(), fleet.name(), List.of(CertificateAuthority.URI + identity(fleet, tls)));
        Instant until = now.plus(Duration.ofDays(tls.renewDays()));
        if (there != null && Certificates.present(signer, wanted, decoded(there), until) != null) {
            return null;
        }
        KeyedCertificate made = signer.issue(fleet.name(), wanted.names(), Duration.ofDays(tls.validDays()), now);
        return FleetObjects.secret(fleet, options, encoded(Certificates.entries(made, signer)));
    }

    /** Any node of the Gateway's group, and of no other. */
    static String identity(Fleet fleet, FleetOptions.Tls tls) {
        return "spiffe://" + tls.trustDomain() + "/modeenvoy/" + Names.GATEWAY_GROUP
                + fleet.gateway().namespace() + "/" + fleet.gateway().name() + "/node/*";
    }

    private static Map<String, String> encoded(Map<String, String> entries) {
        Map<String, String> encoded = new TreeMap<>();
        entries.forEach((name, text) ->
                encoded.put(name, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        return encoded;
    }

    /** What is no Base64 is nothing. */
    private static Map<String, String> decoded(JsonNode secret) {
        Map<String, String> decoded = new TreeMap<>();
        secret.path("data").properties().forEach(entry -> {
            try {
                decoded.put(
                        entry.getKey(),
                        new String(Base64.getDecoder().decode(entry.getValue().asText()), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                decoded.put(entry.getKey(), "");
            }
        });
        return decoded;
    }
}
