package io.modeenvoy.app;

import java.util.Map;

/** Two gateways, one with an AI route and one with a plain route, and who may call them. */
final class Demo {
    static final Map<String, String> FILES = Map.of(
            "edge.yaml", gateway("edge", 8080),
            "inner.yaml", gateway("inner", 8081),
            "chat.yaml", """
                    apiVersion: modeenvoy.io/v1alpha1
                    kind: AIRoute
                    metadata: {name: chat, namespace: demo}
                    spec:
                      parentRefs: [{name: edge}]
                      rules:
                      - name: small
                        matches: [{models: [small]}]
                        backendRefs: [{name: simulator}]
                    """,
            "provider.yaml", """
                    apiVersion: v1
                    kind: Secret
                    metadata: {name: simulator, namespace: demo}
                    stringData: {apiKey: sk-simulator}
                    ---
                    apiVersion: modeenvoy.io/v1alpha1
                    kind: ModelProvider
                    metadata: {name: simulator, namespace: demo}
                    spec:
                      schema: OpenAI
                      endpoint: {url: "http://127.0.0.1:8089/v1"}
                      auth: {type: Bearer, secretRef: {name: simulator, key: apiKey}}
                    """,
            "people.yaml", """
                    apiVersion: modeenvoy.io/v1alpha1
                    kind: Tenant
                    metadata: {name: demo}
                    spec: {displayName: Demo, namespaces: [demo]}
                    ---
                    apiVersion: modeenvoy.io/v1alpha1
                    kind: Consumer
                    metadata: {name: app, namespace: demo}
                    spec: {displayName: Demo application}
                    """,
            "status.yaml", """
                    apiVersion: gateway.networking.k8s.io/v1
                    kind: HTTPRoute
                    metadata: {name: status, namespace: demo}
                    spec:
                      parentRefs: [{name: inner}]
                      rules: [{matches: [{path: {value: /status}}], backendRefs: [{name: status, port: 80}]}]
                    ---
                    apiVersion: v1
                    kind: Service
                    metadata: {name: status, namespace: demo}
                    spec: {ports: [{port: 80, targetPort: 8089}]}
                    """,
            "endpoints.yaml", """
                    apiVersion: discovery.k8s.io/v1
                    kind: EndpointSlice
                    metadata: {name: status-1, namespace: demo, labels: {kubernetes.io/service-name: status}}
                    addressType: IPv4
                    ports: [{port: 8089}]
                    endpoints: [{addresses: [10.0.0.1]}]
                    """);

    private Demo() {}

    static String gateway(String name, int port) {
        return """
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: %s, namespace: demo}
                spec:
                  gatewayClassName: modeenvoy
                  listeners: [{name: http, port: %d, protocol: HTTP}]
                """.formatted(name, port);
    }
}
