package io.modeenvoy.translator;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.RouteIr;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Proxies and services hear of a changed ModelProvider at different moments. While they do, a call has the route and the cluster that belong to its credential, or none: neither
 * is shared by two states of the provider of which one would have the credential sent to the other's host.
 */
final class BoundSecretTest {
    private static final String OURS = provider("api.example.com", "{type: Bearer, secretRef: {name: ours}}");

    @Test
    void anotherHostWithAnotherSecretHasAnotherRouteAndCluster() {
        assertNothingShared(OURS, provider("thief.example.net", "{type: Bearer, secretRef: {name: theirs}}"));
    }

    @Test
    void anotherHostWithAnotherEntryOfTheSecretHasAnotherRouteAndCluster() {
        assertNothingShared(OURS, provider("www.example.com", "{type: Bearer, secretRef: {name: ours, key: other}}"));
    }

    @Test
    void anotherHostWithoutCredentialHasAnotherRouteAndCluster() {
        assertNothingShared(OURS, provider("thief.example.net", "{type: None}"));
    }

    @Test
    void anotherHostThatTheSecretDoesNotNameHasNone() {
        Ir ir = translate(provider("thief.example.net", "{type: Bearer, secretRef: {name: ours}}"));

        assertThat(clusters(ir)).isEmpty();
        assertThat(selectors(ir)).isEmpty();
    }

    private static void assertNothingShared(String one, String other) {
        Ir before = translate(one);
        Ir after = translate(other);

        assertThat(clusters(before)).hasSize(1).doesNotContainAnyElementsOf(clusters(after));
        assertThat(selectors(before)).hasSize(1).doesNotContainAnyElementsOf(selectors(after));
    }

    private static Set<String> clusters(Ir ir) {
        return ir.clusters().values().stream().map(ClusterIr::name).collect(Collectors.toSet());
    }

    private static Set<String> selectors(Ir ir) {
        Set<String> selectors = new TreeSet<>();
        ir.gateways().getFirst().ports().getFirst().listeners().getFirst().virtualHosts().values().stream()
                .flatMap(host -> host.routes().stream())
                .forEach(route -> {
                    if (route instanceof RouteIr.AiRule rule) {
                        selectors.add(rule.selector());
                    }
                });
        return selectors;
    }

    private static Ir translate(String provider) {
        return ResourceTranslator.translate(WrittenObjects.view(provider, """
                                apiVersion: gateway.networking.k8s.io/v1
                                kind: Gateway
                                metadata: {name: edge, namespace: ai}
                                spec:
                                  gatewayClassName: modeenvoy
                                  listeners: [{name: http, port: 80, protocol: HTTP}]
                                ---
                                apiVersion: modeenvoy.io/v1alpha1
                                kind: AIRoute
                                metadata: {name: chat, namespace: ai}
                                spec:
                                  parentRefs: [{name: edge}]
                                  rules: [{name: all, backendRefs: [{name: models}]}]
                                ---
                                apiVersion: v1
                                kind: Secret
                                metadata: {name: ours, namespace: ai, annotations: {modeenvoy.io/allowed-hosts: "*.example.com"}}
                                stringData: {apiKey: x, other: y}
                                ---
                                apiVersion: v1
                                kind: Secret
                                metadata: {name: theirs, namespace: ai}
                                stringData: {apiKey: z}
                                """), TranslatorOptions.files(), Memo.empty())
                .ir();
    }

    private static String provider(String host, String auth) {
        return """
                apiVersion: modeenvoy.io/v1alpha1
                kind: ModelProvider
                metadata: {name: models, namespace: ai}
                spec:
                  schema: OpenAI
                  endpoint: {url: "https://%s"}
                  auth: %s
                """.formatted(host, auth);
    }
}
