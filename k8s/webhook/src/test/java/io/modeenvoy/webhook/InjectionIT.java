package io.modeenvoy.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.Filter;
import io.modeenvoy.bootstrap.Address;
import io.modeenvoy.devcluster.Binaries;
import io.modeenvoy.devcluster.DevCluster;
import io.modeenvoy.k8s.Cluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The real API server asks us about the pods that kubectl makes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InjectionIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Short enough to see an authority come and go; certificates count in whole seconds. */
    private static final Lives SHORT = new Lives(Duration.ofSeconds(18), Duration.ofSeconds(12), Duration.ofSeconds(2));

    private DevCluster devCluster;
    private Cluster cluster;
    private Cluster otherCluster;
    private CertificateKeeper keeper;
    private CertificateKeeper follower;
    private AdmissionServer server;
    private Kubectl kubectl;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        Binaries binaries = Binaries.find().orElseThrow();
        devCluster = DevCluster.temporary(binaries);
        kubectl = Kubectl.of(binaries, devCluster);
        kubectl.run("", "create", "namespace", "shop").good();
        cluster = Cluster.connect(devCluster.kubeconfig());
        otherCluster = Cluster.connect(devCluster.kubeconfig());
        keeper = keeper(cluster);
        follower = keeper(otherCluster);
        keeper.lead(true);
        Address anywhere = Address.parse("modeenvoy.modeenvoy-system:18000");
        server = AdmissionServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                follower.context(), // what another replica shows is believed as well
                Filter.beforeHandler("none", exchange -> {}),
                new Injection(ProxyOptions.of(anywhere, anywhere)),
                () -> Examples.GATEWAYS);
        kubectl.run(configuration(server.port()).toString(), "apply", "-f", "-").good();
        Eventually.holds("the API server is told whom to believe", PATIENCE, () -> !bundle().isEmpty());
    }

    private static CertificateKeeper keeper(Cluster cluster) throws IOException {
        return CertificateKeeper.start(
                cluster.secrets("default"),
                cluster.webhookTrust("modeenvoy-injection"),
                new Rotation(SHORT, List.of("127.0.0.1")),
                InstantSource.system(),
                Duration.ofMillis(200));
    }

    /** The configuration of the chart, with a URL: nothing routes Services here. */
    private static JsonNode configuration(int port) throws IOException {
        try (var yaml =
                Objects.requireNonNull(AdmissionServer.class.getResourceAsStream("/webhook/configuration.yaml"))) {
            ObjectNode configuration = (ObjectNode) new YAMLMapper().readTree(yaml);
            ((ObjectNode) configuration.path("webhooks").path(0))
                    .putObject("clientConfig")
                    .put("url", "https://127.0.0.1:" + port + AdmissionServer.PATH);
            return configuration;
        }
    }

    @AfterAll
    void stop() {
        server.close();
        follower.close();
        keeper.close();
        otherCluster.close();
        cluster.close();
        devCluster.close();
    }

    @Test
    void aLabelledPodGetsItsProxyAndAnotherIsUntouched() throws IOException {
        create("shop", pod("name: with-proxy", "egress", "gateways/models", 3000))
                .good();
        kubectl.run(
                        "{apiVersion: v1, kind: Pod, metadata: {name: without}, spec: {containers: [{name: app, image: app}]}}",
                        "create",
                        "-n",
                        "shop",
                        "-f",
                        "-")
                .good();

        JsonNode proxy =
                pod("shop", "with-proxy").path("spec").path("initContainers").path(0);
        assertThat(proxy.path("name").asText()).isEqualTo("modeenvoy-proxy");
        assertThat(proxy.path("restartPolicy").asText()).isEqualTo("Always");
        assertThat(proxy.path("args").path(0).asText()).isEqualTo("--config-yaml");
        assertThat(pod("shop", "without").path("spec").has("initContainers")).isFalse();
        assertThat(pod("shop", "without").path("metadata").has("annotations")).isFalse();
    }

    @Test
    void aNamespaceThatAllowsOnlyRestrictedPodsTakesTheProxy() {
        kubectl.run("", "create", "namespace", "strict").good();
        kubectl.run("", "label", "namespace", "strict", "pod-security.kubernetes.io/enforce=restricted")
                .good();
        String restricted = pod("name: strict", "egress", "gateways/models", 3000)
                .replace(
                        "image: app,",
                        "image: app, securityContext: {runAsNonRoot: true, allowPrivilegeEscalation: false,"
                                + " capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}},");

        assertThat(create("strict", pod("name: strict", "egress", "gateways/models", 3000))
                        .text())
                .contains("violates PodSecurity")
                .doesNotContain("modeenvoy-proxy");
        create("strict", restricted).good();
    }

    @Test
    void aMistakeIsDeniedInOurWords() {
        assertThat(create("shop", pod("name: wrong", "egress", "gateways/modles", 3000)))
                .isEqualTo(new Kubectl.Answer(
                        1,
                        "Error from server (Forbidden): error when creating \"STDIN\": admission webhook \"inject.modeenvoy.io\""
                                + " denied the request: Pod shop/wrong metadata.annotations[modeenvoy.io/gateway]: gateways/modles"
                                + " (expected: a Gateway of a class of ours, NAME or NAMESPACE/NAME)\n"));
    }

    @Test
    void aWarningIsShownByKubectl() {
        assertThat(create("shop", pod("generateName: warned-", "egress", "gateways/models", 8080))
                        .good())
                .contains("Warning: Pod shop/warned-* container app: port 8080 is one of its proxy's");
    }

    @Test
    void aDryRunLeavesNothing() {
        String said = kubectl.run(
                        pod("name: dry", "egress", "gateways/models", 3000),
                        "create",
                        "-n",
                        "shop",
                        "--dry-run=server",
                        "-o",
                        "json",
                        "-f",
                        "-")
                .good();

        assertThat(said).contains("modeenvoy-proxy");
        assertThat(kubectl.run("", "get", "pod", "-n", "shop", "dry").text()).contains("NotFound");
    }

    @Test
    void podsOfTheClusterItselfAreNotAskedAbout() {
        long before = asked();

        create("kube-system", pod("name: core", "nonsense", "none", 8080)).good();

        assertThat(asked()).isEqualTo(before);
    }

    private long asked() {
        AdmissionCounts counts = server.counts();
        return counts.injected() + counts.denied() + counts.unchanged() + counts.refused();
    }

    /** Fail is the policy: a call of the API server that does not trust us would be a pod that is not made. */
    @Test
    void certificatesAndTheirAuthorityAreReplacedWhilePodsAreMadeAndNoneFails() throws IOException {
        int pods = 0;
        Instant end = Instant.now().plus(PATIENCE.multipliedBy(2));
        try (Bundles bundles = Bundles.watch(kubectl)) {
            while ((bundles.authorities() < 3 || pods <= 20) && Instant.now().isBefore(end)) {
                create("shop", pod("generateName: many-", "egress", "gateways/models", 3000))
                        .good();
                pods++;
            }

            assertThat(bundles.authorities()).isGreaterThanOrEqualTo(3);
            assertThat(bundles.largest()).isEqualTo(2);
            assertThat(pods).isGreaterThan(20);
        }
    }

    @Test
    void aConfigurationThatIsNotThereIsSaidOnce() throws IOException {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try (CertificateKeeper misled = CertificateKeeper.start(
                cluster.secrets("shop"),
                cluster.webhookTrust("modeenvoy-injektion"),
                new Rotation(Lives.DEFAULTS, List.of("127.0.0.1")),
                InstantSource.system(),
                Duration.ofMillis(50))) {
            misled.lead(true);
            Eventually.holds("it is said", PATIENCE, () -> told(said) > 0);
            kubectl.run("", "delete", "secret", "modeenvoy-webhook", "-n", "shop")
                    .good();
            Eventually.holds(
                    "another round",
                    PATIENCE,
                    () -> kubectl.run("", "get", "secret", "modeenvoy-webhook", "-n", "shop")
                                    .exitCode()
                            == 0);
            assertThat(told(said)).isOne();
        } finally {
            System.setErr(before);
        }
    }

    private static long told(ByteArrayOutputStream said) {
        return said.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("webhook.configuration-missing configuration=\"modeenvoy-injektion\""))
                .count();
    }

    @Test
    void aSecretThatWasDeletedIsWrittenAgain() {
        kubectl.run("", "delete", "secret", "modeenvoy-webhook").good();

        Eventually.holds(
                "the Secret is there again",
                PATIENCE,
                () -> kubectl.run("", "get", "secret", "modeenvoy-webhook").exitCode() == 0);
        create("shop", pod("generateName: after-", "egress", "gateways/models", 3000))
                .good();
    }

    private static String pod(String name, String inject, String gateway, int port) {
        return """
            apiVersion: v1
            kind: Pod
            metadata:
              %s
              labels: {modeenvoy.io/inject: "%s"}
              annotations: {modeenvoy.io/gateway: "%s"}
            spec: {containers: [{name: app, image: app, ports: [{containerPort: %d}]}]}
            """.formatted(name, inject, gateway, port);
    }

    private Kubectl.Answer create(String namespace, String pod) {
        return kubectl.run(pod, "create", "-n", namespace, "-f", "-");
    }

    private JsonNode pod(String namespace, String name) throws IOException {
        return JSON.readTree(kubectl.run("", "get", "pod", "-n", namespace, name, "-o", "json")
                .good());
    }

    private String bundle() {
        String encoded = kubectl.run(
                        "",
                        "get",
                        "mutatingwebhookconfiguration",
                        "modeenvoy-injection",
                        "-o",
                        "jsonpath={.webhooks[0].clientConfig.caBundle}")
                .good();
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII);
    }
}
