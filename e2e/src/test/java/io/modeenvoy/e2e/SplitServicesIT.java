package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each service in a process of its own; ext-proc shares the budgets of ext-ratelimit over the Ledger API. */
final class SplitServicesIT {
    private final int simulatorPort = Program.freePort();
    private final int port = Program.freePort();
    private final int ledgerPort = Program.freePort();

    @Test
    void enforcesTheSameWithEachServiceAlone() throws Exception {
        Path sockets = Files.createTempDirectory("me-");
        try (Workspace workspace = Workspace.demo(port, simulatorPort);
                Program simulator = Program.start("simulator", "--port", Integer.toString(simulatorPort))) {
            simulator.awaitLine(line -> line.startsWith("ready"));
            workspace.guardedStatus(simulatorPort);
            workspace.write("budgets.yaml", """
                    apiVersion: modeenvoy.io/v1alpha1
                    kind: Budget
                    metadata: {name: app, namespace: demo}
                    spec:
                      target: {kind: Consumer, name: app}
                      limits:
                      - {unit: TotalTokens, amount: "2000", window: {calendar: Day}, mode: Strict}
                      - {unit: Requests, amount: "500", window: {calendar: Day}, mode: Strict}
                    """);
            String key = workspace.key("app-1");
            try (Program controlPlane = Fleet.controlPlane(workspace, sockets, Program.freePort());
                    Program authz = Fleet.service("ext-authz", sockets, "--admin-port", "0");
                    Program ratelimit = Fleet.service(
                            "ext-ratelimit",
                            sockets,
                            "--admin-port",
                            Integer.toString(ledgerPort),
                            "--state",
                            workspace.directory().resolve(".modeenvoy").toString());
                    Program proc = Fleet.service(
                            "ext-proc",
                            sockets,
                            "--admin-port",
                            "0",
                            "--ledger",
                            "unix:" + sockets.resolve("ext-ratelimit.sock"));
                    Gateway gateway = Gateway.at(proc, URI.create("http://127.0.0.1:" + port + "/"), ledgerPort)) {
                assertThat(controlPlane.isAlive() && authz.isAlive() && ratelimit.isAlive())
                        .isTrue();
                check(sockets, gateway, key);
            }
        }
    }

    private static void check(Path sockets, Gateway gateway, String key) throws Exception {
        Process envoy = Fleet.envoy(sockets);
        try {
            Eventually.holds("a chat is answered", Duration.ofSeconds(20), () -> Fleet.answers(gateway, key));
            assertThat(gateway.get("/status", key).status()).isEqualTo(200);
            assertThat(gateway.get("/status", "").status()).isEqualTo(401);
            Eventually.holds(
                    "both doors count in one ledger",
                    Duration.ofSeconds(5),
                    () -> gateway.budget("demo/app/requests/day")
                                    .path("settled")
                                    .asLong()
                            >= 2);
            assertThat(gateway.budget("demo/app/total-tokens/day")
                            .path("settled")
                            .asLong())
                    .isPositive();

            Gateway.Answer clamped = gateway.send(gateway.request("/v1/chat/completions", key)
                    .POST(HttpRequest.BodyPublishers.ofString(Gateway.chatBody("small", 5000)))
                    .build());
            assertThat(clamped.status()).as(clamped.body()).isEqualTo(200);
            assertThat(gateway.post("/v1/chat/completions", key, big()).status())
                    .isEqualTo(429);
        } finally {
            envoy.destroy();
            envoy.waitFor(10, TimeUnit.SECONDS);
        }
    }

    /** A chat that could use more tokens than the budget has. */
    private static String big() {
        return "{\"model\":\"small\",\"max_tokens\":900,\"messages\":[{\"role\":\"user\",\"content\":\""
                + "word ".repeat(400) + "\"}]}";
    }
}
