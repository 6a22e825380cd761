package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.modeenvoy.testkit.tls.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the Gateway API promises on the wire, beyond plain HTTP routes: gRPC, TLS to Services, WebSockets, browsers, copies, further listeners. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GatewayApiIT {
    private final int port = Program.freePort();
    private final int setPort = Program.freePort();
    private final TestAuthority authority = TestAuthority.named("backends");
    private final RecordingBackend main = RecordingBackend.named("main");
    private final RecordingBackend copy = RecordingBackend.named("copy");
    private final RecordingBackend secure = RecordingBackend.named("secure", authority.server("cart.example.com"));
    private final GrpcBackend grpc = new GrpcBackend();
    private final Workspace workspace = Workspace.empty();
    private Gateway gateway;

    @BeforeAll
    void start() {
        workspace.write("gateway.yaml", """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: demo}
            spec:
              gatewayClassName: modeenvoy
              allowedListeners: {namespaces: {from: Same}}
              listeners:
              - {name: http, port: %1$d, protocol: HTTP}
              - {name: grpc, port: %1$d, protocol: HTTP, hostname: grpc.example.com}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: ListenerSet
            metadata: {name: more, namespace: demo}
            spec:
              parentRef: {name: edge}
              listeners: [{name: http, port: %2$d, protocol: HTTP}]
            """.formatted(port, setPort));
        workspace.write(
                "services.yaml",
                service("main", main.port(), "http")
                        + service("copy", copy.port(), "http")
                        + service("secure", secure.port(), "https")
                        + service("stranger", secure.port(), "https")
                        + service("open", secure.port(), "https")
                        + service("grpc", grpc.port(), "kubernetes.io/h2c"));
        workspace.write("policies.yaml", POLICIES + authority.pem().indent(4));
        workspace.write("routes.yaml", ROUTES);
        gateway = Gateway.run(workspace);
    }

    @AfterAll
    void stop() {
        gateway.close();
        main.close();
        copy.close();
        secure.close();
        grpc.close();
        workspace.close();
    }

    @Test
    void carriesCallsOfGrpcByMethod() throws InterruptedException {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        try {
            assertThat(call(channel, "Add")).isEqualTo("Add one");
            assertThatThrownBy(() -> call(channel, "Remove"))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            refused -> assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
        } finally {
            channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    private static String call(ManagedChannel channel, String method) {
        return ClientCalls.blockingUnaryCall(
                channel,
                GrpcBackend.method(method),
                CallOptions.DEFAULT.withAuthority("grpc.example.com").withDeadlineAfter(20, TimeUnit.SECONDS),
                "one");
    }

    @Test
    void speaksTlsToAServiceAsItsPolicySays() {
        assertThat(get("/secure").body()).isEqualTo("secure");
    }

    @Test
    void trustsNoServiceOfAnotherNameAndNoneInPlainText() {
        assertThat(get("/stranger").status()).isEqualTo(503);
        assertThat(get("/open").status()).isEqualTo(500);
    }

    @Test
    void answersABrowserThatAsksWhatItMayDo() {
        Gateway.Answer asked = gateway.send(preflight("https://a.b.example.com"));

        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.header("access-control-allow-origin")).isEqualTo("https://a.b.example.com");
        assertThat(asked.header("access-control-allow-credentials")).isEqualTo("true");
        assertThat(asked.header("access-control-allow-methods")).isEqualTo("PUT");
        assertThat(asked.header("access-control-allow-headers")).isEqualTo("X-One, X-Two");
        assertThat(asked.header("access-control-max-age")).isEqualTo("5");
        assertThat(asked.body()).isEmpty();
        assertThat(main.paths()).doesNotContain("/browsers/asks");
    }

    @Test
    void leavesOutTheHeadersForAStrangeSite() {
        Gateway.Answer stranger = gateway.send(preflight("https://example.org"));

        assertThat(stranger.status()).isEqualTo(200);
        assertThat(stranger.header("access-control-allow-origin")).isEmpty();
    }

    private HttpRequest preflight(String origin) {
        return request(port, "/browsers/asks")
                .header("origin", origin)
                .header("access-control-request-method", "PUT")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build();
    }

    @Test
    void sendsACopyOfEachCallAndAnswersFromTheBackend() {
        assertThat(get("/mirrored/1").body()).isEqualTo("main");

        Eventually.holds(
                "the copy arrives", Duration.ofSeconds(10), () -> copy.paths().equals(List.of("/mirrored/1")));
    }

    @Test
    void redirectsToAnotherHostOnThePortOfTheListener() {
        assertThat(get("/moved").header("location")).isEqualTo("http://www.example.com:" + port + "/moved");
    }

    @Test
    void listensWhereAListenerSetSays() {
        Gateway.Answer answer = gateway.send(request(setPort, "/set").build());

        assertThat(answer.body()).isEqualTo("main");
    }

    @Test
    void letsACallBecomeAWebSocketWhereTheServiceSpeaksIt() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            workspace.write("ws.yaml", service("ws", server.getLocalPort(), "kubernetes.io/ws"));
            Eventually.holds("the Service is there", Duration.ofSeconds(10), () -> isAnsweredBy(server));
            client.setSoTimeout(20_000);
            write(client, """
                    GET /ws HTTP/1.1\r
                    host: x\r
                    connection: Upgrade\r
                    upgrade: websocket\r
                    sec-websocket-version: 13\r
                    sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r
                    \r
                    """);
            try (Socket upstream = server.accept()) {
                head(upstream.getInputStream());
                write(
                        upstream,
                        "HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n");
                assertThat(head(client.getInputStream())).startsWith("HTTP/1.1 101");
                write(client, "ping");
                assertThat(new String(upstream.getInputStream().readNBytes(4), StandardCharsets.US_ASCII))
                        .isEqualTo("ping");
            }
        }
    }

    /** A plain call is taken and answered, so that the next connection is the test's own. */
    private boolean isAnsweredBy(ServerSocket server) {
        Thread answering = Thread.ofVirtual().start(() -> {
            try (Socket upstream = server.accept()) {
                head(upstream.getInputStream());
                write(upstream, "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
            } catch (IOException e) {
                // Nobody came before the end of the test.
            }
        });
        boolean answered = get("/ws").status() == 204;
        if (!answered) {
            connectTo(server);
        }
        join(answering);
        return answered;
    }

    private static void connectTo(ServerSocket server) {
        try (Socket nobody = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
            write(nobody, "\r\n\r\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void saysWhatItDoesNotServe() {
        assertThat(gateway.program().errors())
                .contains(
                        "TCPRoute demo/database spec.parentRefs[0]: TCPRoute (expected: HTTPRoute, GRPCRoute or AIRoute");
    }

    /** To one of the two ports: which of them the gateway calls its own is chance. */
    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60));
    }

    private Gateway.Answer get(String path) {
        return gateway.send(request(port, path).build());
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Up to the empty line. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static String service(String name, int port, String appProtocol) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s, namespace: demo}
                spec: {ports: [{name: main, port: 80, targetPort: %2$d, appProtocol: %3$s}]}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: %1$s-1, namespace: demo, labels: {kubernetes.io/service-name: %1$s}}
                addressType: IPv4
                ports: [{name: main, port: %2$d, protocol: TCP}]
                endpoints: [{addresses: [127.0.0.1], conditions: {ready: true}}]
                ---
                """.formatted(name, port, appProtocol);
    }

    private static final String POLICIES = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: BackendTLSPolicy
            metadata: {name: secure, namespace: demo}
            spec:
              targetRefs: [{group: "", kind: Service, name: secure}]
              validation: {hostname: cart.example.com, caCertificateRefs: [{group: "", kind: ConfigMap, name: backends}]}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: BackendTLSPolicy
            metadata: {name: stranger, namespace: demo}
            spec:
              targetRefs: [{group: "", kind: Service, name: stranger}]
              validation:
                hostname: cart.example.com
                subjectAltNames: [{type: Hostname, hostname: other.example.com}]
                caCertificateRefs: [{group: "", kind: ConfigMap, name: backends}]
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: backends, namespace: demo}
            data:
              ca.crt: |
            """;

    /** An HTTPRoute and a GRPCRoute may not share a hostname of a listener, so that each has its own. */
    private static final String ROUTES = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: web, namespace: demo}
            spec:
              parentRefs: [{name: edge, sectionName: http}]
              rules:
              - {matches: [{path: {value: /secure}}], backendRefs: [{name: secure, port: 80}]}
              - {matches: [{path: {value: /stranger}}], backendRefs: [{name: stranger, port: 80}]}
              - {matches: [{path: {value: /open}}], backendRefs: [{name: open, port: 80}]}
              - {matches: [{path: {value: /ws}}], backendRefs: [{name: ws, port: 80}]}
              - matches: [{path: {value: /mirrored}}]
                filters: [{type: RequestMirror, requestMirror: {backendRef: {name: copy, port: 80}, percent: 100}}]
                backendRefs: [{name: main, port: 80}]
              - matches: [{path: {value: /browsers}}]
                filters:
                - type: CORS
                  cors: {allowOrigins: ["https://*.example.com"], allowCredentials: true, allowMethods: ["*"], allowHeaders: [X-One, X-Two]}
                backendRefs: [{name: main, port: 80}]
              - matches: [{path: {value: /moved}}]
                filters: [{type: RequestRedirect, requestRedirect: {hostname: www.example.com}}]
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: GRPCRoute
            metadata: {name: cart, namespace: demo}
            spec:
              parentRefs: [{name: edge, sectionName: grpc}]
              rules: [{matches: [{method: {service: shop.Cart, method: Add}}], backendRefs: [{name: grpc, port: 80}]}]
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: set, namespace: demo}
            spec:
              parentRefs: [{kind: ListenerSet, name: more}]
              rules: [{backendRefs: [{name: main, port: 80}]}]
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: TCPRoute
            metadata: {name: database, namespace: demo}
            spec:
              parentRefs: [{name: edge}]
              rules: [{backendRefs: [{name: main, port: 80}]}]
            """;
}
