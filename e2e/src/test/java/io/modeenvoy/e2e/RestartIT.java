package io.modeenvoy.e2e;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The parts as processes of their own, as a cluster runs them. */
final class RestartIT {
    /** Envoy waits up to 30 s between two attempts to connect to its control plane. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    private final Evidence evidence = new Evidence();

    private final int port = Program.freePort();
    private final int simulatorPort = Program.freePort();
    private final int adminPort = Program.freePort();

    @Test
    void dropsNothingWhenTheControlPlaneIsKilledAndRestartedUnderLoad() throws Exception {
        Path sockets = Files.createTempDirectory("me-");
        evidence.file("envoy", sockets.resolve("envoy.log"));
        try (Workspace workspace = Workspace.demo(port, simulatorPort);
                Program simulator = Program.start("simulator", "--port", Integer.toString(simulatorPort))) {
            simulator.awaitLine(line -> line.startsWith("ready"));
            String key = workspace.key("app-1");
            Program controlPlane = controlPlane(workspace, sockets);
            try (Program services = evidence.of("services", Fleet.services(workspace, sockets));
                    Gateway gateway = Gateway.at(services, URI.create("http://127.0.0.1:" + port + "/"), adminPort)) {
                services.awaitLine(line -> line.startsWith("ready"));
                Process envoy = Fleet.envoy(sockets);
                try {
                    Eventually.holds("a chat is answered", PATIENCE, () -> Fleet.answers(gateway, key));
                    try (Load load = Load.start(evidence, 4, () -> gateway.chat(key))) {
                        for (int i = 0; i < 3; i++) {
                            int before = load.calls();
                            controlPlane.kill();
                            Eventually.holds("calls go on without it", PATIENCE, () -> load.calls() > before + 50);
                            controlPlane = controlPlane(workspace, sockets);
                            String model = "after-" + i;
                            workspace.write("extra.yaml", route(model));
                            Eventually.holds(
                                    "a change arrives again",
                                    PATIENCE,
                                    () -> gateway.chat(key, model).status() == 200);
                        }
                        load.assertNothingFailed();
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

    private Program controlPlane(Workspace workspace, Path sockets) {
        return evidence.of("control plane", Fleet.controlPlane(workspace, sockets, adminPort));
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
