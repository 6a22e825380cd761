package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayTLSConfig;

/** Fields of a Gateway that are not served, and told. */
final class GatewayFields {
    private GatewayFields() {}

    /** Whether its HTTPS listeners may be served: not where clients would have to show a certificate and nobody looked. */
    static boolean areServed(Gateway gateway, Reporter reporter) {
        GatewayProxyFields.check(gateway, reporter);
        GatewayTLSConfig tls = gateway.getSpec().getTls();
        if (tls != null && tls.getBackend() != null && tls.getBackend().getClientCertificateRef() != null) {
            reporter.refused(
                    "spec.tls.backend",
                    Reasons.UNSUPPORTED_VALUE,
                    "present (expected: absent; no certificate is shown to Services yet)");
        }
        boolean clients = tls != null && tls.getFrontend() != null;
        if (clients) {
            reporter.refused(
                    "spec.tls.frontend",
                    Reasons.UNSUPPORTED_VALUE,
                    "present (expected: absent; certificates of clients are not looked at yet, HTTPS listeners stay"
                            + " closed until then)");
        }
        return !clients;
    }
}
