package io.modeenvoy.testkit.edge;

import io.modeenvoy.testkit.tls.TestAuthority;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The upstreams of the calls, and the resources that make a gateway lead to them. */
public final class Site implements AutoCloseable {
    /** The servers behind the models of {@link Target}. */
    enum Upstream {
        GOOD,
        FAILING,
        SECURE
    }

    private final Map<Upstream, Recorder> recorders = new EnumMap<>(Upstream.class);
    private final TestAuthority authority = TestAuthority.named("edge");
    private final Http1Upstream good;
    private final Http1Upstream failing;
    private final SecureUpstream secure;

    public Site() {
        for (Upstream upstream : Upstream.values()) {
            recorders.put(upstream, new Recorder());
        }
        good = Http1Upstream.start(200, recorder(Upstream.GOOD));
        failing = Http1Upstream.start(500, recorder(Upstream.FAILING));
        secure = new SecureUpstream(authority.server("localhost"), recorder(Upstream.SECURE));
    }

    Recorder recorder(Upstream upstream) {
        Recorder recorder = recorders.get(upstream);
        if (recorder == null) {
            throw new IllegalStateException("no recorder of " + upstream);
        }
        return recorder;
    }

    int port(Upstream upstream) {
        return switch (upstream) {
            case GOOD -> good.port();
            case FAILING -> failing.port();
            case SECURE -> secure.port();
        };
    }

    /** What no call accounts for; to be asked when no call is under way. */
    public List<String> strays() {
        List<String> all = new ArrayList<>();
        recorders.forEach(
                (upstream, recorder) -> recorder.takeStrays().forEach(stray -> all.add(upstream + ": " + stray)));
        return all;
    }

    /** A gateway on {@code port} with a route for every target, and the consumer {@code demo/app}. */
    public String resources(int port) {
        return """
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: edge, namespace: demo}
                spec:
                  gatewayClassName: modeenvoy
                  listeners: [{name: http, port: %d, protocol: HTTP}]
                ---
                apiVersion: modeenvoy.io/v1alpha1
                kind: Tenant
                metadata: {name: demo}
                spec: {displayName: Demo, namespaces: [demo]}
                ---
                apiVersion: modeenvoy.io/v1alpha1
                kind: Consumer
                metadata: {name: app, namespace: demo}
                spec: {displayName: A stranger with a key}
                ---
                apiVersion: modeenvoy.io/v1alpha1
                kind: AIRoute
                metadata: {name: edge, namespace: demo}
                spec:
                  parentRefs: [{name: edge}]
                  rules:
                  - {name: one, matches: [{models: [one]}], backendRefs: [{name: good}]}
                  - {name: secure, matches: [{models: [secure]}], backendRefs: [{name: secure}]}
                  - {name: two, matches: [{models: [two]}], backendRefs: [{name: failing}, {name: good, priority: 1}]}
                  - {name: mixed, matches: [{models: [mixed]}], backendRefs: [{name: failing}, {name: secure, priority: 1}]}
                  - {name: again, matches: [{models: [again]}], backendRefs: [{name: failing}], retry: {attempts: 1, retryOn: [5xx]}}
                """.formatted(port)
                + provider("good", "http", good.port())
                + provider("failing", "http", failing.port())
                + provider("secure", "https", secure.port())
                + """
                  tls: {sni: localhost, caCertificateRefs: [{name: authority}]}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: authority, namespace: demo}
                data:
                  ca.crt: |
                """
                + authority.pem().indent(4);
    }

    private static String provider(String name, String scheme, int port) {
        return """
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: %1$s, namespace: demo}
                stringData: {apiKey: sk-%1$s}
                ---
                apiVersion: modeenvoy.io/v1alpha1
                kind: ModelProvider
                metadata: {name: %1$s, namespace: demo}
                spec:
                  schema: OpenAI
                  endpoint: {url: "%2$s://127.0.0.1:%3$d/v1"}
                  auth: {type: Bearer, secretRef: {name: %1$s, key: apiKey}}
                  headers: {forward: [%4$s]}
                """.formatted(name, scheme, port, WireCall.ID);
    }

    @Override
    public void close() {
        good.close();
        failing.close();
        secure.close();
    }
}
