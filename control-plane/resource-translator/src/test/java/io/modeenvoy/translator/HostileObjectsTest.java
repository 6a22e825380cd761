package io.modeenvoy.translator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.crd.SizeLimit;
import io.modeenvoy.ir.Diagnostic;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects as large as an API server takes them (1.5 MB, the longest lists of the schemas), and written to cost us as much as they can. */
final class HostileObjectsTest {
    /** What the pass over one object may allocate; the costliest here takes more than half of it. */
    private static final long BUDGET = 256L << 20;

    private static final String GATEWAY = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: demo}
            spec:
              gatewayClassName: modeenvoy
              listeners: [%s]
            """;
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: %s, namespace: demo}
            spec: {ports: [{port: 80}]}
            """;

    /** A hostile object with what it needs around it. */
    record Case(String name, HasMetadata hostile, ResourceView around) {
        static Case of(String name, String hostile, String... around) {
            return new Case(name, WrittenObjects.parse(hostile).getFirst(), WrittenObjects.view(around));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        String gateway =
                GATEWAY.formatted(list(64, i -> "{name: l" + i + ", port: " + (8000 + i) + ", protocol: HTTP}"));
        return Stream.of(
                httpRoute("nested bounds", "'(((a{1000}){1000}){1000})'", gateway),
                httpRoute("large bounds", "'" + "a{1000}".repeat(120) + "'", gateway),
                httpRoute("as large as is good", "'/" + "[a-z]{1000}".repeat(4) + "'", gateway),
                httpRoute("folded classes", "'(?i)" + "[\\x{42}-\\x{1E942}]".repeat(35) + "'", gateway),
                httpRoute("letters", "'" + "\\pL[\\pL\\pN]".repeat(60) + "'", gateway),
                httpRoute("groups", "'" + "(".repeat(350) + ")".repeat(350) + "'", gateway),
                grpcRoute(gateway),
                strangersOnEachBackend(gateway),
                aiRoute(gateway),
                provider(),
                Case.of("a tenant", tenant()),
                Case.of("a certificate of nothing", secret("x".repeat(1 << 20)), httpsGateway()),
                Case.of(
                        "certificates that begin",
                        secret("-----BEGIN CERTIFICATE-----\\nMIIC\\n".repeat(30_000)),
                        httpsGateway()),
                endpoints(gateway),
                Case.of("a Budget", budget(), gateway),
                Case.of("a Consumer", consumer(), gateway),
                Case.of("an APIKey", apiKey(), gateway, consumer()),
                securityPolicy(gateway),
                Case.of("a Gateway of certificates", gatewayOfCertificates(), secret("x".repeat(1 << 20))),
                Case.of("a ListenerSet", listenerSet(), gateway),
                backendTlsPolicy(gateway));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void cost(Case hostile) {
        Translation before = translate(hostile.around(), Memo.empty());
        ResourceView view = hostile.around().with(hostile.hostile());

        long allocated = Allocated.by(() -> {
            Translation translation = translate(view, before.memo());
            assertThat(translation.diagnostics()).extracting(Diagnostic::reason).doesNotContain(Reasons.INTERNAL_ERROR);
            assertThat(translation.diagnostics())
                    .allSatisfy(diagnostic ->
                            assertThat(diagnostic.message()).hasSizeLessThanOrEqualTo(SizeLimit.MESSAGE.most()));
        });

        assertThat(allocated).as("bytes allocated").isLessThan(BUDGET);
    }

    private static Translation translate(ResourceView view, Memo memo) {
        return ResourceTranslator.translate(view, TranslatorOptions.files(), memo);
    }

    private static String list(int count, IntFunction<String> item) {
        return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(", "));
    }

    /** 128 matches, each with the pattern in its path and in 16 headers, on 16 hostnames. */
    private static Case httpRoute(String name, String pattern, String gateway) {
        String headers = list(16, i -> "{name: x-" + i + ", type: RegularExpression, value: " + pattern + "}");
        return Case.of(
                "HTTPRoute of " + name,
                """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: hostile, namespace: demo}
                spec:
                  parentRefs: [{name: edge}]
                  hostnames: [%s]
                  rules: [%s]
                """.formatted(list(16, i -> "h" + i + ".example.com"), list(16, rule ->
                        """
                        {backendRefs: [{name: web, port: 80}], matches: [%s]}""".formatted(list(8, match -> """
                        {path: {type: RegularExpression, value: %s}, headers: [%s]}""".formatted(pattern, headers))))),
                gateway,
                SERVICE.formatted("web"));
    }

    private static Case grpcRoute(String gateway) {
        String many = "'" + "a|".repeat(500) + "'";
        return Case.of(
                "GRPCRoute of alternatives",
                """
                apiVersion: gateway.networking.k8s.io/v1
                kind: GRPCRoute
                metadata: {name: hostile, namespace: demo}
                spec:
                  parentRefs: [{name: edge}]
                  rules: [%s]
                """.formatted(list(16, rule -> """
                        {backendRefs: [{name: web, port: 80}], matches: [%s]}""".formatted(list(8, match -> """
                        {method: {type: RegularExpression, service: %s, method: %s}}""".formatted(many, many))))),
                gateway,
                SERVICE.formatted("web"));
    }

    /** Each backend is missing, and each name is near to thousands of others. */
    private static Case strangersOnEachBackend(String gateway) {
        String name = "service-with-a-rather-long-name-of-a-shop-in-the-middle-of";
        return Case.of(
                "HTTPRoute of strangers",
                """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: hostile, namespace: demo}
                spec:
                  parentRefs: [{name: edge}]
                  rules: [%s]
                """.formatted(list(
                        16, rule -> """
                        {backendRefs: [%s]}""".formatted(list(16, i -> "{name: " + name + "-x" + rule + i + ", port: 80}")))),
                Stream.concat(
                                Stream.of(gateway),
                                IntStream.range(0, 2_000).mapToObj(i -> SERVICE.formatted(name + "-" + i)))
                        .toArray(String[]::new));
    }

    /** 64 rules with 64 matches of 64 models: 262,144, of which 4,096 are taken. */
    private static Case aiRoute(String gateway) {
        return Case.of(
                "AIRoute of models",
                """
                apiVersion: modeenvoy.io/v1alpha1
                kind: AIRoute
                metadata: {name: hostile, namespace: demo}
                spec:
                  parentRefs: [{name: edge}]
                  rules: [%s]
                """.formatted(list(64, rule -> """
                        {name: r%d, backendRefs: [{name: gone}], matches: [%s]}""".formatted(rule, list(64, match ->
                        """
                        {models: [%s]}""".formatted(list(64, model -> "m" + rule + match + model)))))),
                gateway);
    }

    private static Case provider() {
        return Case.of("ModelProvider of models", """
                apiVersion: modeenvoy.io/v1alpha1
                kind: ModelProvider
                metadata: {name: hostile, namespace: demo}
                spec:
                  schema: OpenAI
                  endpoint: {url: "https://%s"}
                  auth: {type: Header, name: %s, secretRef: {name: %s}}
                  models: [%s]
                """.formatted(
                "a".repeat(1000), "x".repeat(128), "s".repeat(253), list(128, i -> """
                        {name: %s%d, prices: {currency: USD, perMillion: {input: "999999999.999999999"}}}""".formatted("m".repeat(250), i))));
    }

    private static String tenant() {
        return """
                apiVersion: modeenvoy.io/v1alpha1
                kind: Tenant
                metadata: {name: hostile}
                spec:
                  namespaces: [%s]
                  hostnames: [%s]
                """.formatted(list(256, i -> "n" + i), list(256, i -> "h" + i + ".example.com"));
    }

    private static String httpsGateway() {
        return GATEWAY.formatted(
                "{name: https, port: 8443, protocol: HTTPS, tls: {certificateRefs: [{name: hostile}]}}");
    }

    private static String secret(String chain) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: hostile, namespace: demo}
                stringData:
                  tls.crt: "%s"
                  tls.key: "%s"
                """.formatted(chain, chain);
    }

    /** 1,000 endpoints with 100 ports, all of one name as no API server would take them. */
    private static Case endpoints(String gateway) {
        return Case.of(
                "EndpointSlice of ports",
                """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: hostile, namespace: demo, labels: {kubernetes.io/service-name: web}}
                addressType: IPv4
                ports: [%s]
                endpoints: [%s]
                """.formatted(
                                list(5_000, i -> "{port: " + (1 + i) + "}"),
                                list(5_000, i -> "{addresses: [10.0." + i / 250 + "." + i % 250 + "]}")),
                gateway,
                SERVICE.formatted("web"),
                """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: shop, namespace: demo}
                spec:
                  parentRefs: [{name: edge}]
                  rules: [{backendRefs: [{name: web, port: 80}]}]
                """);
    }

    private static String budget() {
        return """
                apiVersion: modeenvoy.io/v1alpha1
                kind: Budget
                metadata: {name: hostile, namespace: demo}
                spec:
                  target: {kind: Tenant, name: %s}
                  limits: [%s]
                """.formatted("t".repeat(253), list(16, i -> """
                        {unit: Money, currency: "U%02d", amount: "%s", window: {sliding: "%s"}, alertsAtPercent: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}""".formatted(i, "9".repeat(28), "1h".repeat(16))));
    }

    private static String consumer() {
        return """
                apiVersion: modeenvoy.io/v1alpha1
                kind: Consumer
                metadata: {name: app, namespace: demo}
                spec:
                  jwt: [%s]
                """.formatted(list(
                16,
                i -> "{issuer: " + "i".repeat(1020) + i + ", claims: {"
                        + list(16, claim -> "c" + claim + ": " + "v".repeat(1024)) + "}}"));
    }

    private static String apiKey() {
        return """
                apiVersion: modeenvoy.io/v1alpha1
                kind: APIKey
                metadata: {name: hostile, namespace: demo}
                spec:
                  consumerRef: {name: app}
                  keyId: %s
                  digest: {pepper: p1, value: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}
                  expiresAt: "%s"
                  allowedCIDRs: [%s]
                """.formatted("k".repeat(64), "9".repeat(64), list(64, i -> "'" + "f".repeat(40) + i + "/128'"));
    }

    private static Case securityPolicy(String gateway) {
        return Case.of(
                "SecurityPolicy of strangers",
                """
                apiVersion: modeenvoy.io/v1alpha1
                kind: SecurityPolicy
                metadata: {name: hostile, namespace: demo}
                spec:
                  access: Tenant
                  targetRefs: [%s]
                """.formatted(list(16, i -> "{kind: HTTPRoute, name: " + "r".repeat(250) + i + "}")),
                gateway);
    }

    /** 64 listeners with 64 references each to a Secret that is no certificate. */
    private static String gatewayOfCertificates() {
        return GATEWAY.formatted(list(
                64,
                i -> "{name: l" + i + ", port: " + (8000 + i) + ", protocol: HTTPS, hostname: "
                        + "h".repeat(60) + i + ".example.com, tls: {certificateRefs: ["
                        + list(64, reference -> "{name: hostile}") + "]}}"));
    }

    private static String listenerSet() {
        return """
                apiVersion: gateway.networking.k8s.io/v1
                kind: ListenerSet
                metadata: {name: hostile, namespace: demo}
                spec:
                  parentRef: {name: edge}
                  listeners: [%s]
                """.formatted(list(
                64,
                i -> "{name: s" + i + ", port: " + (8000 + i % 8) + ", protocol: HTTP, hostname: '*." + "h".repeat(60)
                        + i + ".example.com'}"));
    }

    private static Case backendTlsPolicy(String gateway) {
        return Case.of(
                "BackendTLSPolicy of authorities",
                """
                apiVersion: gateway.networking.k8s.io/v1
                kind: BackendTLSPolicy
                metadata: {name: hostile, namespace: demo}
                spec:
                  targetRefs: [%s]
                  validation:
                    hostname: web.example.com
                    caCertificateRefs: [%s]
                """.formatted(
                                list(16, i -> "{group: '', kind: Service, name: web" + i + "}"),
                                list(8, i -> "{group: '', kind: ConfigMap, name: ca}")),
                Stream.concat(
                                Stream.of(
                                        gateway, """
                                apiVersion: v1
                                kind: ConfigMap
                                metadata: {name: ca, namespace: demo}
                                data: {ca.crt: "%s"}
                                """.formatted("-----BEGIN CERTIFICATE-----\\nMIIC\\n".repeat(30_000))),
                                IntStream.range(0, 16).mapToObj(i -> SERVICE.formatted("web" + i)))
                        .toArray(String[]::new));
    }

    @Test
    void aRouteOnMoreHostsThanItMayHaveKeepsTheFirst() {
        Case hostile = httpRoute(
                "hosts",
                "'/a'",
                GATEWAY.formatted(list(64, i -> "{name: l" + i + ", port: " + (8000 + i) + ", protocol: HTTP}")));

        Translation translation = translate(hostile.around().with(hostile.hostile()), Memo.empty());

        assertThat(translation.ir().gateways().stream()
                        .flatMap(gateway -> gateway.ports().stream())
                        .flatMap(port -> port.listeners().stream())
                        .mapToInt(listener -> listener.virtualHosts().size())
                        .sum())
                .isEqualTo(SizeLimit.HOSTS_OF_ROUTE.most());
        assertThat(translation.diagnostics())
                .extracting(Diagnostic::toString)
                .contains("HTTPRoute demo/hostile spec.hostnames: 1024 on all listeners (expected: at most 256 hosts;"
                        + " name fewer hostnames or listeners, or divide the route)");
    }
}
