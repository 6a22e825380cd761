package io.modeenvoy.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** The image in containers, with the command lines of the chart and the real Envoy: no Kubernetes, but for that all of an edge pod. */
final class ImageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CONTROL_PLANE = "modeenvoy-control-plane.modeenvoy-system.svc";
    private static final String LEDGER = "modeenvoy-ledger.modeenvoy-system.svc";
    private static final String SERVICES = "spiffe://modeenvoy/modeenvoy/services/node/*";

    @BeforeAll
    static void build() {
        DockerEngine.assume();
        DockerEngine.buildProgram();
    }

    @Test
    void answersACallAsTheChartRunsIt(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("config"));
        Files.copy(Path.of("src/test/resources/image/gateway.yaml"), folder.resolve("config/gateway.yaml"));
        // The control plane reads a directory here, which has no pods to make.
        List<JsonNode> objects =
                Chart.documents(Chart.template("--set", "edges.edge.gateway.namespace=demo,gateways.provision=false")
                        .good());
        try (Pods pods = new Pods(folder, objects)) {
            pods.bare(DockerEngine.PROGRAM, "simulator", pods.volumes())
                    .withCommand("simulator", "--host", "0.0.0.0", "--port", "8089")
                    .start();
            GenericContainer<?> controlPlane = pods.container(
                    "control-plane",
                    CONTROL_PLANE,
                    pods.volumes().with(pods.server(CONTROL_PLANE), "cp").with("config", "/config"),
                    "/config");
            ready(controlPlane, 8092);
            GenericContainer<?> ledger = pods.container(
                    "ledger",
                    LEDGER,
                    pods.volumes().with(pods.both(LEDGER, SERVICES), "ledger").with("state", "/var/lib/modeenvoy"));
            ready(ledger, 8092);
            GenericContainer<?> envoy = edgePod(pods);

            String key = controlPlane
                    .execInContainer("modeenvoy", "key", "create", "/config", "--consumer", "demo/app")
                    .getStdout()
                    .strip();
            URI chat = URI.create("http://localhost:" + envoy.getMappedPort(80) + "/v1/chat/completions");
            awaitStatus(200, chat, key);
            assertThat(post(chat, "wrong").statusCode()).isEqualTo(401);
            assertThat(get("http://localhost:" + envoy.getMappedPort(19001) + "/metrics")
                            .body())
                    .contains("envoy_server_live");
            assertThat(get("http://localhost:" + envoy.getMappedPort(19001) + "/config_dump")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(get("http://localhost:" + ledger.getMappedPort(8092) + "/budgets")
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    /** The containers of an edge pod in their order. */
    private static GenericContainer<?> edgePod(Pods pods) {
        String node = "spiffe://modeenvoy/modeenvoy/gateway/demo/edge/node/*";
        Pods.Volumes sds = pods.volumes().with("bootstrap", "/etc/envoy");
        pods.container("bootstrap", "edge-1", sds)
                .withStartupCheckStrategy(new org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy()
                        .withTimeout(PATIENCE))
                .start();
        GenericContainer<?> services = pods.container(
                "services",
                "services-1",
                pods.volumes().with(pods.client(SERVICES), "services").with("sockets", "/run/modeenvoy"));
        ready(services, 8092);
        GenericContainer<?> envoy = pods.container(
                        "envoy",
                        "edge-1",
                        pods.volumes()
                                .with(pods.client(node), "edge")
                                .with("bootstrap", "/etc/envoy")
                                .with("sockets", "/run/modeenvoy"))
                .withExposedPorts(80, 19001)
                .waitingFor(Wait.forHttp("/ready").forPort(19001).withStartupTimeout(PATIENCE));
        envoy.start();
        return envoy;
    }

    @Test
    void runsWithoutRightsAndWithItsCache() throws IOException, InterruptedException {
        try (GenericContainer<?> container = new GenericContainer<>(DockerEngine.PROGRAM)
                .withImagePullPolicy(any -> false)
                .withCommand("simulator", "--port", "8089")) {
            container.start();

            assertThat(container.execInContainer("id", "-u").getStdout()).isEqualTo("65532\n");
            assertThat(container
                            .execInContainer(
                                    "sh", "-c", "JDK_JAVA_OPTIONS=-XX:AOTMode=on modeenvoy version 2>/dev/null")
                            .getStdout())
                    .startsWith("modeenvoy ")
                    .contains("jdk 25");
            assertThat(container
                            .execInContainer("find", "/opt/modeenvoy", "-writable")
                            .getStdout())
                    .isEmpty();
            // The list of what it is made of, for who looks for a part with a hole.
            assertThat(container
                            .execInContainer("cat", "/opt/modeenvoy/modeenvoy.cdx.json")
                            .getStdout())
                    .contains("CycloneDX", "pkg:maven/io.modeenvoy/modeenvoy-cli@");
        }
    }

    private static void ready(GenericContainer<?> container, int probePort) {
        container
                .withExposedPorts(probePort)
                .waitingFor(Wait.forHttp("/readyz").forPort(probePort).withStartupTimeout(PATIENCE))
                .start();
    }

    private static void awaitStatus(int status, URI uri, String key) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        HttpResponse<String> answer = post(uri, key);
        while (answer.statusCode() != status && System.nanoTime() < end) {
            answer = post(uri, key);
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    private static HttpResponse<String> post(URI uri, String key) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri)
                        .header("authorization", "Bearer " + key)
                        .header("content-type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"model\":\"small\",\"max_tokens\":20,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}")));
    }

    private static HttpResponse<String> get(String uri) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(uri)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
