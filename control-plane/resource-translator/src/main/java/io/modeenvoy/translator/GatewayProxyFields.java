package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayInfrastructure;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewaySpecAddress;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.LocalParametersReference;
import io.modeenvoy.crd.Api;
import io.modeenvoy.crd.ProxySettings;
import io.modeenvoy.crd.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a Gateway says about its Envoys: the addresses they should have, and how they run. */
final class GatewayProxyFields {
    private static final String SETTINGS = "ProxySettings";
    private static final String IP_ADDRESS = "IPAddress";
    private static final String OURS = "modeenvoy.io/";

    private GatewayProxyFields() {}

    static void check(Gateway gateway, Reporter reporter) {
        addresses(gateway.getSpec().getAddresses(), reporter);
        GatewayInfrastructure infrastructure = gateway.getSpec().getInfrastructure();
        if (infrastructure != null) {
            parameters(infrastructure.getParametersRef(), reporter);
            names(infrastructure.getLabels(), "labels", reporter);
            names(infrastructure.getAnnotations(), "annotations", reporter);
        }
    }

    private static void addresses(List<GatewaySpecAddress> addresses, Reporter reporter) {
        if (!reporter.scope().options().proxiesMade()) {
            if (!addresses.isEmpty()) {
                reporter.refused(
                        "spec.addresses",
                        Reasons.UNSUPPORTED_ADDRESS,
                        "present (expected: absent; addresses are those of the Services labelled as the Gateway's)");
            }
            return;
        }
        for (int i = 0; i < addresses.size(); i++) {
            String type = addresses.get(i).getType();
            if (type != null && !type.equals(IP_ADDRESS)) {
                reporter.refused(
                        "spec.addresses[" + i + "].type", Reasons.UNSUPPORTED_ADDRESS, type + " (expected: IPAddress)");
            }
        }
    }

    private static void parameters(LocalParametersReference reference, Reporter reporter) {
        if (reference == null) {
            return;
        }
        String field = "spec.infrastructure.parametersRef";
        if (!Api.GROUP.equals(reference.getGroup()) || !SETTINGS.equals(reference.getKind())) {
            reporter.refused(
                    field,
                    Reasons.INVALID_PARAMETERS,
                    reference.getKind() + " of " + reference.getGroup() + " (expected: ProxySettings of " + Api.GROUP
                            + ")");
            return;
        }
        String namespace = reporter.object().namespace();
        String name = String.valueOf(reference.getName());
        if (reporter.scope().get(ProxySettings.class, namespace, name) == null) {
            Stream<String> known = reporter.scope().list(ProxySettings.class).stream()
                    .filter(settings -> namespace.equals(settings.getMetadata().getNamespace()))
                    .map(settings -> settings.getMetadata().getName());
            reporter.refused(
                    field + ".name",
                    Reasons.INVALID_PARAMETERS,
                    name + " (expected: ProxySettings in " + namespace + Suggestion.of(name, known.toList()) + ")");
        }
    }

    /** By names of ours the Envoys are found. */
    private static void names(Map<String, String> written, String field, Reporter reporter) {
        written.keySet().stream()
                .filter(key -> key.startsWith(OURS))
                .sorted()
                .forEach(key -> reporter.warn(
                        "spec.infrastructure." + field,
                        Reasons.UNSUPPORTED_VALUE,
                        key + " (expected: none that begins with " + OURS + "; it is left out)"));
    }
}
