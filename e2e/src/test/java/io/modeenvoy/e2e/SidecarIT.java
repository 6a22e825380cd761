package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A pod is labelled, the API server asks the control plane, and what the pod then says of its proxy is started word for word: a model answers through it. */
@ExtendWith(SharedKubeCluster.class)
final class SidecarIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port = Program.freePort();
    private final int simulatorPort = Program.freePort();
    private final int adsPort = Program.freePort();
    private final int servicesPort = Program.freePort();
    private final int webhookPort = Program.freePort();
    private final int adminPort = Program.freePort();
    private final int envoyAdminPort = Program.freePort();
    private final int probesPort = Program.freePort();

    private final KubeCluster cluster;

    SidecarIT(KubeCluster cluster) {
        this.cluster = cluster;
    }

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theInjectedProxyAnswersOnLoopbackWhatItsGatewayServes() throws Exception {
        try (Program simulator = Program.start("simulator", "--port", Integer.toString(simulatorPort))) {
            simulator.awaitLine(line -> line.startsWith("ready"));
            cluster.apply(objects());
            try (Program controlPlane = controlPlane();
                    Program services = services();
                    Gateway gateway = Gateway.at(services, URI.create("http://127.0.0.1:" + port + "/"), adminPort)) {
                JsonNode pod = injectedPod();
                Process envoy = start(pod);
                try {
                    Eventually.holds("the proxy is ready", PATIENCE, () -> isReady(gateway));
                    check(gateway, pod);
                } finally {
                    envoy.destroy();
                    assertThat(envoy.waitFor(10, TimeUnit.SECONDS)).isTrue();
                }
                assertThat(controlPlane.isAlive()).isTrue();
            }
        } finally {
            cluster.kubectl("delete", "mutatingwebhookconfiguration", "modeenvoy-injection", "--ignore-not-found");
            cluster.kubectl("delete", "airoutes,modelproviders,gateways,secrets", "-n", "sidecar", "--all");
        }
    }

    private void check(Gateway gateway, JsonNode pod) throws IOException {
        String baseUrl = pod.at("/spec/containers/0/env/0/value").asText();
        assertThat(baseUrl).isEqualTo("http://127.0.0.1:" + port + "/v1");
        Gateway.Answer answer = gateway.send(HttpRequest.newBuilder(URI.create(baseUrl + "/chat/completions"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Gateway.chatBody("small", 5)))
                .build());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("usage").path("total_tokens").asInt()).isPositive();
        assertThat(listensOn("127.0.0.1")).isTrue();
        assertThat(listensOn("127.0.0.2")).as("beyond its loopback address").isFalse();

        JsonNode nodes = gateway.admin("/status").path("nodes");
        assertThat(nodes.findValuesAsText("id")).contains("sidecar-shop.app-1");
        assertThat(nodes.findValuesAsText("group")).contains("egress/sidecar/edge");
        Eventually.holds(
                "the Gateway says so",
                PATIENCE,
                () -> cluster.kubectl("get", "gateway", "-n", "sidecar", "edge", "-o", "jsonpath={.status.conditions}")
                        .contains("programmed on 1/1 proxies"));
    }

    private boolean listensOn(String address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 2_000);
            return true;
        } catch (java.net.ConnectException e) {
            return false;
        }
    }

    private boolean isReady(Gateway gateway) {
        try {
            return gateway.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + probesPort + "/ready"))
                                    .build())
                            .status()
                    == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private Program controlPlane() {
        Program program = Program.start(
                "control-plane",
                "--kubeconfig",
                cluster.kubeconfig().toString(),
                "--namespace",
                "sidecar",
                "--allow-local-providers",
                "--listen",
                "127.0.0.1:" + adsPort,
                "--admin-port",
                Integer.toString(adminPort),
                "--webhook-port",
                Integer.toString(webhookPort),
                "--webhook-host",
                "127.0.0.1",
                "--webhook-name",
                "127.0.0.1",
                "--inject-server",
                "127.0.0.1:" + adsPort,
                "--inject-services",
                "127.0.0.1:" + servicesPort,
                "--inject-admin-port",
                Integer.toString(envoyAdminPort),
                "--inject-probes-port",
                Integer.toString(probesPort));
        program.awaitLine(line -> line.startsWith("ready"));
        return program;
    }

    private Program services() {
        Program program = Program.start(
                "services",
                "--server",
                "127.0.0.1:" + adsPort,
                "--sockets",
                folder.resolve("s").toString(),
                "--state",
                folder.resolve("state").toString(),
                "--admin-port",
                "0",
                "--proxies-listen",
                "127.0.0.1:" + servicesPort);
        program.awaitLine(line -> line.startsWith("ready"));
        return program;
    }

    /** The pod as the API server keeps it. */
    private JsonNode injectedPod() throws IOException {
        cluster.apply(webhook());
        Eventually.holds(
                "the API server is told whom to believe",
                PATIENCE,
                () -> !cluster.kubectl(
                                "get",
                                "mutatingwebhookconfiguration",
                                "modeenvoy-injection",
                                "-o",
                                "jsonpath={..caBundle}")
                        .isEmpty());
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: app-1
                  namespace: sidecar-shop
                  labels: {modeenvoy.io/inject: egress}
                  annotations: {modeenvoy.io/gateway: sidecar/edge, modeenvoy.io/env: openai}
                spec: {containers: [{name: app, image: app}]}
                """);
        return JSON.readTree(cluster.kubectl("get", "pod", "-n", "sidecar-shop", "app-1", "-o", "json"));
    }

    /** As the container runtime would: the image's program with the container's arguments, after the kubelet has put the variables in. */
    private Process start(JsonNode pod) throws IOException {
        JsonNode container = pod.at("/spec/initContainers/0");
        assertThat(container.at("/env/0/valueFrom/fieldRef/fieldPath").asText()).isEqualTo("metadata.name");
        List<String> command = new ArrayList<>(List.of(System.getenv("MODEENVOY_ENVOY")));
        for (JsonNode argument : container.path("args")) {
            command.add(
                    argument.asText().replace("$(" + container.at("/env/0/name").asText() + ")", "app-1"));
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("envoy.log").toFile())
                .start();
    }

    private String webhook() {
        return """
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingWebhookConfiguration
                metadata: {name: modeenvoy-injection}
                webhooks:
                - name: inject.modeenvoy.io
                  clientConfig: {url: "https://127.0.0.1:%d/inject"}
                  rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
                  objectSelector: {matchExpressions: [{key: modeenvoy.io/inject, operator: Exists}]}
                  failurePolicy: Fail
                  sideEffects: None
                  admissionReviewVersions: [v1]
                """.formatted(webhookPort);
    }

    private String objects() {
        return """
                {apiVersion: v1, kind: Namespace, metadata: {name: sidecar}}
                ---
                {apiVersion: v1, kind: Namespace, metadata: {name: sidecar-shop}}
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: GatewayClass
                metadata: {name: modeenvoy}
                spec: {controllerName: modeenvoy.io/gateway-controller}
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: edge, namespace: sidecar, annotations: {modeenvoy.io/egress-namespaces: sidecar-shop}}
                spec:
                  gatewayClassName: modeenvoy
                  listeners: [{name: http, port: %d, protocol: HTTP}]
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: simulator, namespace: sidecar}
                stringData: {apiKey: sk-simulator}
                ---
                apiVersion: modeenvoy.io/v1alpha1
                kind: ModelProvider
                metadata: {name: simulator, namespace: sidecar}
                spec:
                  schema: OpenAI
                  endpoint: {url: "http://127.0.0.1:%d/v1"}
                  auth: {type: Bearer, secretRef: {name: simulator, key: apiKey}}
                  models: [{name: small, maxOutputTokens: 1000}]
                ---
                apiVersion: modeenvoy.io/v1alpha1
                kind: AIRoute
                metadata: {name: chat, namespace: sidecar}
                spec:
                  parentRefs: [{name: edge}]
                  access: Anyone
                  rules: [{name: small, matches: [{models: [small]}], backendRefs: [{name: simulator}]}]
                """.formatted(port, simulatorPort);
    }
}
