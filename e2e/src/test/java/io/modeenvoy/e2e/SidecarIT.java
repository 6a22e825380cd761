package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.modeenvoy.testkit.services.Questions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pod is labelled, the API server asks the control plane, and what the pod then says of its proxy is started word for word: a model answers through
 * it. All speak mutual TLS, with certificates that {@code modeenvoy certificates} keeps in the cluster.
 */
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
            certificates();
            try (Program controlPlane = controlPlane();
                    Program services = services();
                    Gateway gateway = Gateway.at(services, URI.create("http://127.0.0.1:" + port + "/"), adminPort)) {
                JsonNode pod = injectedPod();
                Process envoy = start(pod);
                try {
                    Eventually.holds("the proxy is ready", PATIENCE, () -> isReady(gateway));
                    check(gateway, pod);
                } catch (AssertionError e) {
                    throw new AssertionError(Files.readString(folder.resolve("envoy.log")) + e.getMessage(), e);
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

        assertThat(credentialFor("own-proxy")).isEqualTo("forwarded Bearer sk-simulator");
        assertThat(credentialFor("another-gateways-proxy")).isEqualTo("PERMISSION_DENIED");

        JsonNode nodes = gateway.admin("/status").path("nodes");
        assertThat(nodes.findValuesAsText("id")).contains("sidecar-shop.app-1");
        assertThat(nodes.findValuesAsText("group")).contains("egress/sidecar/edge");
        Eventually.holds(
                "the Gateway says so",
                PATIENCE,
                () -> cluster.kubectl("get", "gateway", "-n", "sidecar", "edge", "-o", "jsonpath={.status.conditions}")
                        .contains("programmed on 1/1 proxies"));
    }

    /** What whoever has this certificate gets when it says that a call came in by the Gateway's entry. */
    private String credentialFor(String certificate) throws IOException {
        ManagedChannel channel = Grpc.newChannelBuilderForAddress(
                        "localhost",
                        servicesPort,
                        TlsChannelCredentials.newBuilder()
                                .keyManager(
                                        folder.resolve(certificate + "/tls.crt").toFile(),
                                        folder.resolve(certificate + "/tls.key").toFile())
                                .trustManager(
                                        folder.resolve(certificate + "/ca.crt").toFile())
                                .build())
                .build();
        try {
            return new Questions(channel).exchange("sidecar/edge/" + port + "/*", "192.0.2.1", "", "small");
        } finally {
            channel.shutdownNow();
        }
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

    /** As the chart's job: those of the installation, and in the namespace of the pods that of their proxies. */
    private void certificates() throws IOException {
        Program.Result made = Program.run(
                "certificates",
                "--kubeconfig",
                cluster.kubeconfig().toString(),
                "--namespace",
                "sidecar",
                "--authority",
                "authority",
                "--certificate",
                "control-plane-tls=dns:localhost",
                "--certificate",
                "services-tls=dns:localhost,uri:spiffe://e2e/modeenvoy/services/node/*",
                "--certificate",
                "sidecar-shop/modeenvoy-proxy=uri:spiffe://e2e/modeenvoy/egress/sidecar/edge/node/*",
                "--certificate",
                "another-gateways-proxy=uri:spiffe://e2e/modeenvoy/egress/sidecar/another/node/*");
        assertThat(made.exitCode()).as(made.err()).isZero();
        mount("sidecar", "control-plane-tls", folder.resolve("control-plane-tls"));
        mount("sidecar", "services-tls", folder.resolve("services-tls"));
        mount("sidecar", "another-gateways-proxy", folder.resolve("another-gateways-proxy"));
        mount("sidecar-shop", "modeenvoy-proxy", folder.resolve("own-proxy"));
    }

    /** As the kubelet: a file for each entry of a Secret. */
    private void mount(String namespace, String secret, Path at) throws IOException {
        JsonNode data = JSON.readTree(cluster.kubectl("get", "secret", "-n", namespace, secret, "-o", "json"))
                .path("data");
        Files.createDirectories(at);
        for (Map.Entry<String, JsonNode> entry : data.properties()) {
            Files.write(at.resolve(entry.getKey()), entry.getValue().binaryValue());
        }
    }

    private String file(String certificate, String name) {
        return folder.resolve(certificate).resolve(name).toString();
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
                "--tls-cert",
                file("control-plane-tls", "tls.crt"),
                "--tls-key",
                file("control-plane-tls", "tls.key"),
                "--tls-client-ca",
                file("control-plane-tls", "ca.crt"),
                "--admin-port",
                Integer.toString(adminPort),
                "--webhook-port",
                Integer.toString(webhookPort),
                "--webhook-host",
                "127.0.0.1",
                "--webhook-name",
                "127.0.0.1",
                "--inject-server",
                "localhost:" + adsPort,
                "--inject-services",
                "localhost:" + servicesPort,
                "--inject-tls-secret",
                "modeenvoy-proxy",
                "--inject-probes-port",
                Integer.toString(probesPort));
        program.awaitLine(line -> line.startsWith("ready"));
        return program;
    }

    private Program services() {
        Program program = Program.start(
                "services",
                "--server",
                "localhost:" + adsPort,
                "--ads-tls-ca",
                file("services-tls", "ca.crt"),
                "--ads-tls-cert",
                file("services-tls", "tls.crt"),
                "--ads-tls-key",
                file("services-tls", "tls.key"),
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

    /**
     * As kubelet and container runtime would: the image's program with the container's arguments, the variables put in and the volumes mounted, but in
     * a folder of the test.
     */
    private Process start(JsonNode pod) throws IOException {
        JsonNode container = pod.at("/spec/initContainers/0");
        Map<String, Path> places = volumes(pod, container);
        assertThat(container.at("/env/0/valueFrom/fieldRef/fieldPath").asText()).isEqualTo("metadata.name");
        List<String> command = new ArrayList<>(List.of(System.getenv("MODEENVOY_ENVOY")));
        for (JsonNode argument : container.path("args")) {
            command.add(moved(argument.asText(), places)
                    .replace("$(" + container.at("/env/0/name").asText() + ")", "app-1"));
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("envoy.log").toFile())
                .start();
    }

    /** Folders by the paths that the container knows them under. */
    private Map<String, Path> volumes(JsonNode pod, JsonNode container) throws IOException {
        Map<String, Path> places = new TreeMap<>();
        for (JsonNode mount : container.path("volumeMounts")) {
            places.put(
                    mount.path("mountPath").asText(),
                    folder.resolve(mount.path("name").asText()));
        }
        assertThat(places).hasSize(3);
        for (JsonNode volume : pod.at("/spec/volumes")) {
            Path at = folder.resolve(volume.path("name").asText());
            if (volume.has("secret")) {
                mount("sidecar-shop", volume.at("/secret/secretName").asText(), at);
            }
            if (volume.has("emptyDir")) {
                Files.createDirectories(at);
            }
            for (JsonNode item : volume.at("/downwardAPI/items")) {
                String annotation = item.at("/fieldRef/fieldPath").asText().replaceAll("^.*\\['|'\\]$", "");
                Files.createDirectories(at);
                Files.writeString(
                        at.resolve(item.path("path").asText()),
                        moved(pod.at("/metadata/annotations").path(annotation).asText(), places));
            }
        }
        return places;
    }

    private static String moved(String text, Map<String, Path> places) {
        String moved = text;
        for (Map.Entry<String, Path> place : places.entrySet()) {
            moved = moved.replace(place.getKey(), place.getValue().toString());
        }
        return moved;
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
