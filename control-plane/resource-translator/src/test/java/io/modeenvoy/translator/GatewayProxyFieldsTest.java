package io.modeenvoy.translator;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.ir.Diagnostic;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GatewayProxyFieldsTest {
    private static final TranslatorOptions MADE = TranslatorOptions.files().withProxiesMade(true);

    private static List<String> said(TranslatorOptions options, String more) {
        String gateway = """
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: edge, namespace: demo}
                spec: {gatewayClassName: modeenvoy, listeners: [{name: http, port: 80, protocol: HTTP}], %s}
                ---
                apiVersion: modeenvoy.io/v1alpha1
                kind: ProxySettings
                metadata: {name: small, namespace: demo}
                spec: {replicas: 1}
                """.formatted(more);
        return ResourceTranslator.translate(WrittenObjects.view(gateway), options, Memo.empty()).diagnostics().stream()
                .filter(diagnostic -> diagnostic.object().kind().equals("Gateway"))
                .map(Diagnostic::toString)
                .toList();
    }

    @Test
    void anAddressMayBeAskedForWhereEnvoysAreMade() {
        assertThat(said(MADE, "addresses: [{value: 192.0.2.1}, {type: IPAddress}]"))
                .isEmpty();
        assertThat(said(TranslatorOptions.files(), "addresses: [{type: IPAddress}]"))
                .containsExactly(
                        "Gateway demo/edge spec.addresses: present (expected: absent; addresses are those of the"
                                + " Services labelled as the Gateway's)");
    }

    @Test
    void addressesOfOtherTypesAreNotForAService() {
        assertThat(said(MADE, "addresses: [{value: 192.0.2.1}, {type: Hostname, value: a.example.com}]"))
                .containsExactly("Gateway demo/edge spec.addresses[1].type: Hostname (expected: IPAddress)");
    }

    @Test
    void settingsAreThoseOfTheNamespace() {
        assertThat(said(
                        MADE,
                        "infrastructure: {parametersRef: {group: modeenvoy.io, kind: ProxySettings, name: small}}"))
                .isEmpty();
        assertThat(said(
                        MADE,
                        "infrastructure: {parametersRef: {group: modeenvoy.io, kind: ProxySettings, name: smal}}"))
                .containsExactly(
                        "Gateway demo/edge spec.infrastructure.parametersRef.name: smal (expected: ProxySettings in"
                                + " demo; did you mean small?)");
        assertThat(said(MADE, "infrastructure: {parametersRef: {group: example.com, kind: ConfigMap, name: small}}"))
                .containsExactly(
                        "Gateway demo/edge spec.infrastructure.parametersRef: ConfigMap of example.com (expected:"
                                + " ProxySettings of modeenvoy.io)");
    }

    @Test
    void labelsUnderOurNameAreToldToBeLeftOut() {
        assertThat(said(MADE, "infrastructure: {labels: {team: blue, modeenvoy.io/inject: \"true\"}}"))
                .containsExactly(
                        "Gateway demo/edge spec.infrastructure.labels: modeenvoy.io/inject (expected: none that begins"
                                + " with modeenvoy.io/; it is left out)");
    }
}
