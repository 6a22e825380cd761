package io.modeenvoy.app;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.modeenvoy.crd.Kinds;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.crd.ResourceView;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random moves in a world so small that most objects meet: names, hostnames, key ids and references that exist, do not, or conflict. */
final class RandomObjects {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private final Random random;

    RandomObjects(long seed) {
        this.random = new Random(seed);
    }

    /** A world to begin with. */
    ResourceView start() {
        ResourceView view = ResourceView.empty();
        for (int i = 0; i < 200; i++) {
            view = view.with(object());
        }
        return view;
    }

    /** One to five objects written, changed or removed. */
    ResourceView move(ResourceView view) {
        ResourceView next = view;
        for (int i = 0; i <= random.nextInt(5); i++) {
            next = random.nextInt(3) == 0 ? without(next) : next.with(object());
        }
        return next;
    }

    private ResourceView without(ResourceView view) {
        List<Kinds.Kind<?>> kinds = Kinds.all().stream()
                .filter(kind -> !view.all(kind.type()).isEmpty())
                .toList();
        if (kinds.isEmpty()) {
            return view;
        }
        Class<? extends HasMetadata> kind =
                kinds.get(random.nextInt(kinds.size())).type();
        List<ObjectName> names = List.copyOf(view.all(kind).keySet());
        ObjectName name = names.get(random.nextInt(names.size()));
        return view.without(kind, name.namespace(), name.name());
    }

    private HasMetadata object() {
        String text = switch (random.nextInt(21)) {
            case 0, 20 -> gateway();
            case 1, 2, 3 -> aiRoute();
            case 4, 5 -> httpRoute();
            case 6 -> provider();
            case 7 -> service();
            case 8 -> slice();
            case 9 -> core("v1", "Secret", "stringData: {key: sk-" + random.nextInt(3) + "}");
            case 10 -> ours("Consumer", "spec: {suspended: " + random.nextBoolean() + "}");
            case 11, 12 -> key();
            case 13 -> budget();
            case 14 -> random.nextBoolean() ? tenant() : securityPolicy();
            case 15 -> grpcRoute();
            case 16 -> refusedRoute();
            case 17 -> listenerSet();
            case 18 -> random.nextBoolean() ? backendTlsPolicy() : configMap();
            default -> grant();
        };
        Map<?, ?> tree = YAML.unmarshal(text, Map.class);
        return YAML.unmarshal(
                text,
                Kinds.find(String.valueOf(tree.get("apiVersion")), String.valueOf(tree.get("kind")))
                        .orElseThrow(() -> new IllegalStateException(text))
                        .type());
    }

    private Object of(Object... values) {
        return values[random.nextInt(values.length)];
    }

    private Object name() {
        return of("a", "b", "c");
    }

    private Object namespace() {
        return of("red", "blue", "green");
    }

    private Object host() {
        return of("'*'", "'*.example.com'", "one.example.com", "two.example.com", "not a host");
    }

    private String core(String version, String kind, String rest) {
        return """
                apiVersion: %s
                kind: %s
                metadata: {name: %s, namespace: %s, creationTimestamp: '2026-01-0%sT00:00:00Z'}
                %s
                """.formatted(version, kind, name(), namespace(), of(1, 2), rest);
    }

    private String ours(String kind, String rest) {
        return core("modeenvoy.io/v1alpha1", kind, rest);
    }

    private String gatewayApi(String kind, String rest) {
        return core("gateway.networking.k8s.io/v1", kind, rest);
    }

    private String gateway() {
        return """
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: %s, namespace: edge}
                spec:
                  gatewayClassName: %s
                  allowedListeners: {namespaces: {from: %s}}
                  listeners:
                  - {name: one, port: %s, protocol: HTTP, hostname: %s, allowedRoutes: {namespaces: {from: %s}}}
                  - {name: two, port: %s, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}
                """.formatted(
                        of("a", "b"),
                        of("modeenvoy", "modeenvoy", "modeenvoy", "modeenvoy", "modeenvoy", "other"),
                        of("All", "All", "All", "None"),
                        of(8080, 8081),
                        host(),
                        of("All", "All", "Same"),
                        of(8080, 8082));
    }

    private String parent() {
        return random.nextInt(4) == 0
                ? "{kind: ListenerSet, name: " + name() + ", namespace: " + namespace() + "}"
                : "{name: " + of("a", "a", "b", "c") + ", namespace: edge"
                        + of("", "", ", sectionName: one", ", port: 8082") + "}";
    }

    private String aiRoute() {
        return ours("AIRoute", """
                spec:
                  parentRefs: [%s]
                  hostnames: [%s, %s]
                  access: %s
                  rules:
                  - {name: one, matches: [{models: [%s]}], backendRefs: [{name: %s}]}
                  - {name: two, backendRefs: [{name: %s, weight: %s}, {name: %s, namespace: %s, priority: %s}]}
                """.formatted(
                        parent(),
                        host(),
                        host(),
                        of("Tenant", "Authenticated", "Anyone"),
                        of("small", "'big-*'"),
                        name(),
                        name(),
                        of(0, 1, 2),
                        name(),
                        namespace(),
                        of(0, 1)));
    }

    private String httpRoute() {
        return gatewayApi("HTTPRoute", """
                spec:
                  parentRefs: [%s, %s]
                  hostnames: [%s]
                  rules:
                  - matches: [{path: {type: PathPrefix, value: /%s}}]
                    filters: [%s]
                    backendRefs: [{name: %s, port: 80}, {name: %s, namespace: %s, port: %s}]
                """.formatted(
                        parent(), parent(), host(), name(), filter(), name(), name(), namespace(), of(80, 81)));
    }

    private Object filter() {
        return of(
                "",
                "{type: RequestMirror, requestMirror: {backendRef: {name: " + name() + ", port: 80}, percent: 5}}",
                "{type: CORS, cors: {allowOrigins: ['https://" + name() + ".example.com']}}",
                "{type: RequestRedirect, requestRedirect: {hostname: " + name() + ".example.com}}");
    }

    private String service() {
        return core(
                "v1",
                "Service",
                "spec: {ports: [{name: http, port: " + of(80, 81) + ", appProtocol: "
                        + of("http", "kubernetes.io/h2c", "kubernetes.io/ws", "https") + "}]}");
    }

    private String grpcRoute() {
        return gatewayApi("GRPCRoute", """
                spec:
                  parentRefs: [%s, %s]
                  hostnames: [%s]
                  rules:
                  - matches: [{method: {service: %s}}, {method: {method: %s}}]
                    backendRefs: [{name: %s, port: 80}, {name: %s, namespace: %s, port: %s}]
                """.formatted(
                        parent(), parent(), host(), name(), name(), name(), name(), namespace(), of(80, 81)));
    }

    private String refusedRoute() {
        return gatewayApi(
                String.valueOf(of("TLSRoute", "TCPRoute", "UDPRoute")), """
                spec:
                  parentRefs: [%s, %s]
                  rules: [{backendRefs: [{name: %s, port: 80}]}]
                """.formatted(parent(), parent(), name()));
    }

    private String listenerSet() {
        return gatewayApi(
                "ListenerSet", """
                spec:
                  parentRef: {name: %s, namespace: edge}
                  listeners:
                  - {name: one, port: %s, protocol: HTTP, hostname: %s, allowedRoutes: {namespaces: {from: %s}}}
                """.formatted(of("a", "b", "c"), of(8080, 8082, 8083), host(), of("All", "Same")));
    }

    private String backendTlsPolicy() {
        return gatewayApi(
                "BackendTLSPolicy",
                "spec: {targetRefs: [{group: '', kind: Service, name: " + name() + of("", ", sectionName: http")
                        + "}], validation: {hostname: " + name() + ".example.com, "
                        + of(
                                "wellKnownCACertificates: System",
                                "caCertificateRefs: [{group: '', kind: ConfigMap, name: " + name() + "}]")
                        + "}}");
    }

    private String configMap() {
        return core("v1", "ConfigMap", "data: {ca.crt: nothing of use}");
    }

    private String provider() {
        Object endpoint = of(
                "url: https://api-" + random.nextInt(3) + ".example.com/v1",
                "backendRef: {name: " + name() + ", port: 80}");
        return ours(
                "ModelProvider",
                "spec: {schema: OpenAI, endpoint: {" + endpoint + "}, auth: {type: Bearer, secretRef: {name: " + name()
                        + ", key: key}}}");
    }

    private String slice() {
        return """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: %s, namespace: %s, labels: {kubernetes.io/service-name: %s}}
                addressType: IPv4
                ports: [{name: http, port: 8080}]
                endpoints: [{addresses: [10.0.0.%s]}]
                """.formatted(name(), namespace(), name(), of(1, 2, 3));
    }

    private String key() {
        return ours("APIKey", """
                spec:
                  consumerRef: {name: %s}
                  keyId: k%s
                  digest: {pepper: "1", value: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=}
                  revoked: %s
                """.formatted(name(), of(1, 2, 3, 4, 5, 6), random.nextBoolean()));
    }

    private String budget() {
        return ours(
                "Budget",
                "spec: {target: {kind: " + of("Consumer", "APIKey", "HTTPRoute", "AIRoute", "Tenant") + ", name: "
                        + of(name(), namespace()) + "}, limits: [{unit: " + of("Requests", "TotalTokens")
                        + ", amount: \"" + of(1, 2) + "\", window: {calendar: Day}}]}");
    }

    private String tenant() {
        return """
                apiVersion: modeenvoy.io/v1alpha1
                kind: Tenant
                metadata: {name: %s}
                spec: {namespaces: [%s], hostnames: [%s], suspended: %s}
                """.formatted(
                        of("red", "team"), namespace(), of("one.example.com", "'*.example.com'"), random.nextBoolean());
    }

    private String securityPolicy() {
        return ours(
                "SecurityPolicy",
                "spec: {targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: " + name()
                        + "}], access: " + of("Tenant", "Authenticated", "Anyone") + "}");
    }

    private String grant() {
        return """
                apiVersion: gateway.networking.k8s.io/v1
                kind: ReferenceGrant
                metadata: {name: %s, namespace: %s}
                spec:
                  from: [{group: modeenvoy.io, kind: AIRoute, namespace: %s}]
                  to: [{group: modeenvoy.io, kind: ModelProvider}]
                """.formatted(name(), namespace(), namespace());
    }
}
