package io.modeenvoy.e2e;

/** YAML of a namespace that has a gateway, a provider, a route and a consumer of its own. */
final class KubeTenant {
    private KubeTenant() {}

    /** A Gateway {@code edge}, ModelProvider {@code simulator}, AIRoute {@code chat} (model {@code small}) and Consumer {@code app}. */
    static String yaml(String namespace, int port, int simulatorPort) {
        return """
                apiVersion: v1
                kind: Namespace
                metadata: {name: %1$s}
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: GatewayClass
                metadata: {name: modeenvoy}
                spec: {controllerName: modeenvoy.io/gateway-controller}
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: edge, namespace: %1$s}
                spec:
                  gatewayClassName: modeenvoy
                  listeners: [{name: http, port: %2$d, protocol: HTTP}]
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: simulator, namespace: %1$s}
                stringData: {apiKey: sk-%1$s}
                ---
                apiVersion: modeenvoy.io/v1alpha1
                kind: ModelProvider
                metadata: {name: simulator, namespace: %1$s}
                spec:
                  schema: OpenAI
                  endpoint: {url: "http://127.0.0.1:%3$d/v1"}
                  auth: {type: Bearer, secretRef: {name: simulator, key: apiKey}}
                  models: [{name: small, maxOutputTokens: 1000}]
                ---
                """.formatted(namespace, port, simulatorPort)
                + route(namespace, "simulator")
                + consumer(namespace, "app");
    }

    /** The AIRoute {@code chat} that leads to a provider. */
    static String route(String namespace, String provider) {
        return """
                apiVersion: modeenvoy.io/v1alpha1
                kind: AIRoute
                metadata: {name: chat, namespace: %s}
                spec:
                  parentRefs: [{name: edge}]
                  rules:
                  - name: small
                    matches: [{models: [small]}]
                    backendRefs: [{name: %s}]
                ---
                """.formatted(namespace, provider);
    }

    static String consumer(String namespace, String name) {
        return """
                apiVersion: modeenvoy.io/v1alpha1
                kind: Consumer
                metadata: {name: %s, namespace: %s}
                spec: {displayName: An application}
                ---
                """.formatted(name, namespace);
    }
}
