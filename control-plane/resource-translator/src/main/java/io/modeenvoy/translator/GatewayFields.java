package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayInfrastructure;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayTLSConfig;

/** Fields of a Gateway that are not served, and told. */
final class GatewayFields {
    private GatewayFields() {}

    /** Whether its HTTPS listeners may be served: not where clients would have to show a certificate and nobody looked. */
    static boolean areServed(Gateway gateway, Reporter reporter) {
        if (!gateway.getSpec().getAddresses().isEmpty()) {
            reporter.refused(
                    "spec.addresses",
                    Reasons.UNSUPPORTED_ADDRESS,
                    "present (expected: absent; addresses are those of the Services labelled as the Gateway's)");
        }
        GatewayInfrastructure infrastructure = gateway.getSpec().getInfrastructure();
        if (infrastructure != null && infrastructure.getParametersRef() != null) {
            reporter.refused(
                    "spec.infrastructure.parametersRef",
                    Reasons.INVALID_PARAMETERS,
                    "present (expected: absent; there are no parameters of Gateways)");
        }
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
