package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

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
            Program controlPlane = Fleet.controlPlane(workspace, sockets, adminPort);
            try (Program services = Fleet.services(workspace, sockets);
                    Gateway gateway = Gateway.at(services, URI.create("http://127.0.0.1:" + port + "/"), adminPort)) {
                services.awaitLine(line -> line.startsWith("ready"));
                Process envoy = Fleet.envoy(sockets);
                try {
                    Eventually.holds("a chat is answered", Duration.ofSeconds(20), () -> Fleet.answers(gateway, key));
                    try (ReloadIT.Load load =
                            ReloadIT.Load.start(4, () -> gateway.chat(key).status())) {
                        for (int i = 0; i < 3; i++) {
                            int before = load.calls();
                            controlPlane.kill();
                            Eventually.holds(
                                    "calls go on without it", Duration.ofSeconds(20), () -> load.calls() > before + 50);
                            controlPlane = Fleet.controlPlane(workspace, sockets, adminPort);
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
