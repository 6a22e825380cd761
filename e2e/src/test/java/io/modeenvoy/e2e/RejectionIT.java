package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What Envoy will not have ends as a condition on the user's own object. */
final class RejectionIT {
    @Test
    void saysOnTheGatewayThatItsPortIsTakenAndServesTheOthers() throws Exception {
        int simulatorPort = Program.freePort();
        try (Workspace workspace = Workspace.demo(Program.freePort(), simulatorPort);
                Program simulator = Program.start("simulator", "--port", Integer.toString(simulatorPort));
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            simulator.awaitLine(line -> line.startsWith("ready"));
            String key = workspace.key("app-1");
            try (Gateway gateway = Gateway.run(workspace)) {
                workspace.write("busy.yaml", """
                        apiVersion: gateway.networking.k8s.io/v1
                        kind: Gateway
                        metadata: {name: busy, namespace: demo}
                        spec:
                          gatewayClassName: modeenvoy
                          listeners: [{name: http, port: %d, protocol: HTTP}]
                        """.formatted(taken.getLocalPort()));

                Eventually.holds(
                        "the rejection is on the Gateway",
                        Duration.ofSeconds(5),
                        () -> programmed(gateway, "busy")
                                .path("message")
                                .asText()
                                .contains("Address already in use"));
                assertThat(programmed(gateway, "busy").path("status").asText()).isEqualTo("False");
                assertThat(programmed(gateway, "busy").path("reason").asText()).isEqualTo("Rejected");
                assertThat(programmed(gateway, "edge").path("status").asText()).isEqualTo("True");
                assertThat(gateway.chat(key).status()).isEqualTo(200);

                Program.Result status = Program.run("status", "--server", "127.0.0.1:" + gateway.adminPort());
                assertThat(status.exitCode()).isEqualTo(1);
                assertThat(status.out()).contains("Gateway demo/busy", "Address already in use");
            }
        }
    }

    private static JsonNode programmed(Gateway gateway, String name) {
        for (JsonNode object : gateway.admin("/status").path("objects")) {
            if (object.path("kind").asText().equals("Gateway")
                    && object.path("name").asText().equals(name)) {
                for (JsonNode condition : object.path("conditions")) {
                    if (condition.path("type").asText().equals("Programmed")) {
                        return condition;
                    }
                }
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
}
