package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The parts as processes of their own, as a cluster runs them. */
final class RestartIT {
    @Test
    void dropsNothingWhenTheControlPlaneIsKilledAndRestartedUnderLoad() throws Exception {
        int simulatorPort = Program.freePort();
        int port = Program.freePort();
        int adminPort = Program.freePort();
        Path sockets = Files.createTempDirectory("me-");
        try (Workspace workspace = Workspace.demo(port, simulatorPort);
                Program simulator = Program.start("simulator", "--port", Integer.toString(simulatorPort))) {
            simulator.awaitLine(line -> line.startsWith("ready"));
            String key = workspace.key("app-1");
            Program controlPlane = controlPlane(workspace, sockets, adminPort);
            try (Program services = services(workspace, sockets);
                    Gateway gateway = Gateway.at(services, URI.create("http://127.0.0.1:" + port + "/"), adminPort)) {
                services.awaitLine(line -> line.startsWith("ready"));
                Process envoy = envoy(sockets);
                try {
                    Eventually.holds("a chat is answered", Duration.ofSeconds(20), () -> answers(gateway, key));
                    try (ReloadIT.Load load =
                            ReloadIT.Load.start(4, () -> gateway.chat(key).status())) {
                        for (int i = 0; i < 3; i++) {
                            int before = load.calls();
                            controlPlane.kill();
                            Eventually.holds(
                                    "calls go on without it", Duration.ofSeconds(20), () -> load.calls() > before + 50);
                            controlPlane = controlPlane(workspace, sockets, adminPort);
                            String model = "after-" + i;
                            workspace.write("extra.yaml", route(model));
                            Eventually.holds(
                                    "a change arrives again",
                                    Duration.ofSeconds(20),
                                    () -> gateway.chat(key, model).status() == 200);
                        }
                        assertThat(load.failures()).isEmpty();
                    }
                } finally {
                    envoy.destroy();
                    envoy.waitFor(10, TimeUnit.SECONDS);
                }
            } finally {
                controlPlane.terminate();
            }
        }
    }

    private static boolean answers(Gateway gateway, String key) {
        try {
            return gateway.chat(key).status() == 200;
        } catch (java.io.UncheckedIOException e) {
            return false;
        }
    }

    private static Program services(Workspace workspace, Path sockets) {
        return Program.start(
                "services",
                "--server",
                "unix:" + sockets.resolve("ads.sock"),
                "--sockets",
                sockets.toString(),
                "--state",
                workspace.directory().resolve(".modeenvoy").toString(),
                "--admin-port",
                "0");
    }

    private static Program controlPlane(Workspace workspace, Path sockets, int adminPort) {
        Program program = Program.start(
                "control-plane",
                workspace.directory().toString(),
                "--listen",
                "unix:" + sockets.resolve("ads.sock"),
                "--admin-port",
                Integer.toString(adminPort));
        program.awaitLine(line -> line.startsWith("ready"));
        return program;
    }

    private static Process envoy(Path sockets) throws IOException {
        Program.Result bootstrap = Program.run(
                "bootstrap",
                "--role",
                "edge",
                "--server",
                "unix:" + sockets.resolve("ads.sock"),
                "--group",
                "gateway/demo/edge",
                "--services",
                sockets.toString());
        assertThat(bootstrap.exitCode()).as(bootstrap.err()).isZero();
        Path file = sockets.resolve("bootstrap.yaml");
        Files.writeString(file, bootstrap.out());
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
                .redirectOutput(sockets.resolve("envoy.log").toFile())
                .start();
    }

    private static String route(String model) {
        return """
                apiVersion: modeenvoy.io/v1alpha1
                kind: AIRoute
                metadata: {name: extra, namespace: demo}
                spec:
                  parentRefs: [{name: edge}]
                  rules:
                  - name: only
                    matches: [{models: [%s]}]
                    backendRefs: [{name: simulator}]
                """.formatted(model);
    }
}
