package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls that no SDK makes: of browsers, of tools from before HTTP/1.1, of providers that lead back here; and addresses that are none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EdgeIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PAGE = "https://app.example.com";

    @RegisterExtension
    private final Evidence evidence = new Evidence();

    private final int port = Program.freePort();
    private final int simulatorPort = Program.freePort();
    private final Workspace workspace = Workspace.demo(port, simulatorPort);
    private String key = "";
    private Program simulator;
    private Gateway gateway;

    @BeforeAll
    void start() {
        simulator = Program.start("simulator", "--port", Integer.toString(simulatorPort));
        simulator.awaitLine(line -> line.startsWith("ready"));
        key = workspace.key("app-1");
        workspace.write("route.yaml", """
            apiVersion: modeenvoy.io/v1alpha1
            kind: AIRoute
            metadata: {name: chat, namespace: demo}
            spec:
              parentRefs: [{name: edge}]
              cors: {allowOrigins: ["%s"]}
              rules:
              - {name: small, matches: [{models: [small]}], backendRefs: [{name: simulator}]}
              - {name: round, matches: [{models: [round]}], backendRefs: [{name: round}]}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: round, namespace: demo}
            stringData: {apiKey: %s}
            ---
            apiVersion: modeenvoy.io/v1alpha1
            kind: ModelProvider
            metadata: {name: round, namespace: demo}
            spec:
              schema: OpenAI
              endpoint: {url: "http://127.0.0.1:%d/v1"}
              auth: {type: Bearer, secretRef: {name: round, key: apiKey}}
            """.formatted(PAGE, key, port));
        gateway = Gateway.run(workspace);
        evidence.of("gateway", gateway.program());
        evidence.file("access log", workspace.state().resolve("access.log"));
    }

    @AfterAll
    void stop() {
        gateway.close();
        simulator.close();
        workspace.close();
    }

    @Test
    void letsPagesCallThatTheRouteNames() {
        Gateway.Answer asked = gateway.send(gateway.request("/v1/chat/completions", "")
                .header("origin", PAGE)
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", "authorization,content-type")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build());
        Gateway.Answer called =
                gateway.send(chat("small").header("origin", PAGE).build());
        Gateway.Answer refused = gateway.send(
                chat("small").header("origin", "https://elsewhere.example").build());

        assertThat(asked.status()).isBetween(200, 204);
        assertThat(asked.header("access-control-allow-origin")).isEqualTo(PAGE);
        assertThat(asked.header("access-control-allow-headers")).contains("authorization");
        assertThat(called.status()).isEqualTo(200);
        assertThat(called.header("access-control-allow-origin")).isEqualTo(PAGE);
        assertThat(refused.header("access-control-allow-origin")).isEmpty();
    }

    @Test
    void answersHttp10AsItWasBeforeChunks() throws IOException {
        String body = Gateway.chatBody("small", 5);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String head =
                    "POST /v1/chat/completions HTTP/1.0\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\nauthorization: Bearer "
                            + key + "\r\ncontent-length: " + body.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.0 200").endsWith("}");
            assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("transfer-encoding");
        }
    }

    @Test
    void endsACallThatAProviderLeadsBackHere() {
        Gateway.Answer answer = gateway.send(chat("round").build());

        assertThat(answer.status()).isEqualTo(508);
        assertThat(answer.json().at("/error/message").asText()).contains("leads back here");
        assertThat(gateway.program().errors()).contains("ModelProvider demo/round");
    }

    /** An address that Envoy refuses would hold back its whole table of routes, and with it what others change. */
    @Test
    void anAddressThatIsNoneCostsItsOwnServiceAndNothingElse() {
        workspace.write("broken.yaml", """
            apiVersion: v1
            kind: Service
            metadata: {name: broken, namespace: demo}
            spec: {ports: [{name: http, port: 80}]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: broken-1, namespace: demo, labels: {kubernetes.io/service-name: broken}}
            addressType: IPv4
            ports: [{name: http, port: 80, protocol: TCP}]
            endpoints: [{addresses: ["010.0.0.1"], conditions: {ready: true}}]
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: broken, namespace: demo}
            spec:
              parentRefs: [{name: edge}]
              rules: [{matches: [{path: {type: PathPrefix, value: /broken}}], backendRefs: [{name: broken, port: 80}]}]
            """);
        Eventually.holds(
                "it is served as far as it goes",
                SOON,
                () -> gateway.get("/broken", "").status() == 503);

        workspace.write("later.yaml", """
            apiVersion: modeenvoy.io/v1alpha1
            kind: AIRoute
            metadata: {name: later, namespace: demo}
            spec:
              parentRefs: [{name: edge}]
              rules: [{name: only, matches: [{models: [later]}], backendRefs: [{name: simulator}]}]
            """);
        Eventually.holds(
                "later routes are served",
                SOON,
                () -> gateway.chat(key, "later").status() == 200);
        workspace.delete("later.yaml");
        workspace.delete("broken.yaml");
        Eventually.holds(
                "deleted routes are gone",
                SOON,
                () -> gateway.chat(key, "later").status() == 404);
        assertThat(gateway.program().errors()).contains("010.0.0.1");
    }

    private HttpRequest.Builder chat(String model) {
        return gateway.request("/v1/chat/completions", key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Gateway.chatBody(model, 5)));
    }
}
