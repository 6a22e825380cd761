package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.modeenvoy.testkit.tls.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Envoy, services and control plane over TCP: each shows a certificate, which changes while they run; and one that claims too much. */
final class XdsTlsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port = Program.freePort();
    private final int adsPort = Program.freePort();
    private final int adminPort = Program.freePort();
    private final int simulatorPort = Program.freePort();
    private final TestAuthority first = TestAuthority.named("first");
    private final TestAuthority second = TestAuthority.named("second");
    private Workspace workspace;
    private Workspace files;
    private Program simulator;

    @BeforeEach
    void start() {
        workspace = Workspace.demo(port, simulatorPort);
        files = Workspace.empty();
        simulator = Program.start("simulator", "--port", Integer.toString(simulatorPort));
        simulator.awaitLine(line -> line.startsWith("ready"));
    }

    @AfterEach
    void stop() {
        simulator.close();
        files.close();
        workspace.close();
    }

    @Test
    void certificatesChangeWithoutALostStreamAndTheNewOnesAreUsed() throws Exception {
        install(first, first);
        String key = workspace.key("app-1");
        Program controlPlane = controlPlane();
        try (Program services = services();
                Gateway gateway = Gateway.at(services, URI.create("http://127.0.0.1:" + port + "/"), adminPort)) {
            Process envoy = envoy("edge", "edge-1");
            try {
                Eventually.holds("a chat is answered", PATIENCE, () -> Fleet.answers(gateway, key));
                SortedSet<String> streams = streams(gateway);
                assertThat(streams).hasSize(2).anyMatch(stream -> stream.startsWith("edge-1 gateway/demo/edge "));
                rotate(controlPlane, services);

                workspace.guardedStatus(simulatorPort);
                Eventually.holds("a change arrives", PATIENCE, () -> status(gateway) == 401);
                assertThat(streams(gateway)).isEqualTo(streams);

                controlPlane.close();
                controlPlane = controlPlane();
                workspace.delete("http.yaml");
                Eventually.holds("a change arrives at new connections", PATIENCE, () -> status(gateway) == 404);
                Eventually.holds(
                        "Envoy and the services are back",
                        PATIENCE,
                        () -> streams(gateway).size() == 2);
                assertThat(streams(gateway)).doesNotContainAnyElementsOf(streams);
            } finally {
                end(envoy);
            }
        } finally {
            controlPlane.close();
        }
    }

    @Test
    void anEnvoyThatClaimsAnothersGroupStaysWithoutConfiguration() throws Exception {
        install(first, first);
        try (Program controlPlane = controlPlane();
                Gateway gateway = Gateway.at(controlPlane, URI.create("http://127.0.0.1:" + port + "/"), adminPort)) {
            Process liar = envoy("other", "edge-1");
            try {
                String why = "node: edge-1 of group gateway/demo/edge claimed by certificate cn:client, "
                        + "uri:spiffe://test/modeenvoy/gateway/demo/other/node/* "
                        + "(expected: nodes [*] of groups [gateway/demo/other])";
                Eventually.holds(
                        "the log says why",
                        PATIENCE,
                        () -> controlPlane.errors().contains("xds.refused")
                                && controlPlane.errors().contains(why));
                Eventually.holds(
                        "Envoy says why", PATIENCE, () -> read("other.log").contains(why));
                assertThat(gateway.send(java.net.http.HttpRequest.newBuilder(
                                                URI.create("http://127.0.0.1:" + adminPort + "/metrics"))
                                        .build())
                                .body())
                        .contains("modeenvoy_xds_refused_total{reason=\"identity\"}");
                assertThat(streams(gateway)).isEmpty();
                assertThat(Program.run("status", "--server", "127.0.0.1:" + adminPort)
                                .out())
                        .contains("REFUSED " + why);
                assertThat(Fleet.answers(gateway, "")).isFalse();
                assertThat(liar.isAlive()).isTrue();
            } finally {
                end(liar);
            }
        }
    }

    /** As people rotate: first everybody trusts both authorities, then the certificates change, then the old authority goes. */
    private void rotate(Program controlPlane, Program services) {
        install(first, first, second);
        awaitLoaded(2, controlPlane, services);
        install(second, first, second);
        awaitLoaded(3, controlPlane, services);
        install(second, second);
        awaitLoaded(4, controlPlane, services);
    }

    private static void awaitLoaded(int times, Program... programs) {
        for (Program program : programs) {
            Eventually.holds(
                    "files are read again", PATIENCE, () -> program.errors().split("tls\\.loaded", -1).length > times);
        }
    }

    /** Certificates of all, signed by {@code signer}. */
    private void install(TestAuthority signer, TestAuthority... trusted) {
        signer.server("ads.test").install(folder("server"), trusted);
        signer.client("spiffe://test/modeenvoy/gateway/demo/edge/node/*").install(folder("edge"), trusted);
        signer.client("spiffe://test/modeenvoy/gateway/demo/other/node/*").install(folder("other"), trusted);
        signer.client("spiffe://test/modeenvoy/services/node/*").install(folder("services"), trusted);
    }

    private Program controlPlane() {
        Program program = start(List.of(
                List.of("control-plane", workspace.directory().toString(), "--listen", "127.0.0.1:" + adsPort),
                List.of("--admin-port", Integer.toString(adminPort)),
                flags("", "server", "--tls-client-ca")));
        program.awaitLine(line -> line.startsWith("ready"));
        return program;
    }

    private Program services() {
        Program program = start(List.of(
                List.of(
                        "services",
                        "--server",
                        "127.0.0.1:" + adsPort,
                        "--sockets",
                        folder("s").toString()),
                List.of(
                        "--state",
                        folder("state").toString(),
                        "--admin-port",
                        "0",
                        "--ads-tls-server-name",
                        "ads.test"),
                flags("--ads", "services", "--ads-tls-ca")));
        program.awaitLine(line -> line.startsWith("ready"));
        return program;
    }

    /** An Envoy of the Gateway {@code demo/edge}, with the certificate in a folder. */
    private Process envoy(String certificate, String nodeId) throws IOException {
        List<String> command = new ArrayList<>(List.of("bootstrap", "--role", "edge", "--node-id", nodeId));
        command.addAll(List.of("--server", "127.0.0.1:" + adsPort, "--group", "gateway/demo/edge"));
        command.addAll(List.of(
                "--services", folder("s").toString(), "--tls-sds", folder("sds").toString()));
        command.addAll(flags("", certificate, "--tls-ca"));
        Program.Result bootstrap = Program.run(command.toArray(String[]::new));
        assertThat(bootstrap.exitCode()).as(bootstrap.err()).isZero();
        Path file = Files.writeString(folder(certificate + ".yaml"), bootstrap.out());
        return new ProcessBuilder(
                        System.getenv("MODEENVOY_ENVOY"),
                        "-c",
                        file.toString(),
                        "--use-dynamic-base-id",
                        "--concurrency",
                        "1",
                        "-l",
                        "warning")
                .redirectErrorStream(true)
                .redirectOutput(folder(certificate + ".log").toFile())
                .start();
    }

    private List<String> flags(String prefix, String certificate, String authorities) {
        String option = prefix.isEmpty() ? "--tls" : prefix + "-tls";
        return List.of(
                option + "-cert",
                folder(certificate + "/tls.crt").toString(),
                option + "-key",
                folder(certificate + "/tls.key").toString(),
                authorities,
                folder(certificate + "/ca.crt").toString());
    }

    private static Program start(List<List<String>> arguments) {
        return Program.start(arguments.stream().flatMap(List::stream).toArray(String[]::new));
    }

    /** Node, group and beginning of each stream. */
    private static SortedSet<String> streams(Gateway gateway) {
        SortedSet<String> streams = new TreeSet<>();
        for (JsonNode node : gateway.admin("/status").path("nodes")) {
            streams.add(node.path("id").asText() + " " + node.path("group").asText() + " "
                    + node.path("connectedSince").asText());
        }
        return streams;
    }

    private static int status(Gateway gateway) {
        return gateway.get("/status", "").status();
    }

    private Path folder(String name) {
        return files.directory().resolve(name);
    }

    private String read(String name) {
        try {
            return Files.readString(folder(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(Process envoy) throws InterruptedException {
        envoy.destroy();
        if (!envoy.waitFor(10, TimeUnit.SECONDS)) {
            envoy.destroyForcibly();
        }
    }
}
