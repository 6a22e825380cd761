package io.modeenvoy.xds.translator;

import static io.modeenvoy.xds.translator.Nodes.cluster;
import static io.modeenvoy.xds.translator.Nodes.forward;
import static io.modeenvoy.xds.translator.Nodes.gateway;
import static io.modeenvoy.xds.translator.Nodes.host;
import static io.modeenvoy.xds.translator.Nodes.http;
import static io.modeenvoy.xds.translator.Nodes.object;
import static io.modeenvoy.xds.translator.Nodes.prefix;
import static io.modeenvoy.xds.translator.Nodes.route;
import static io.modeenvoy.xds.translator.Nodes.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.Cors;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.Port;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.Timeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the real Envoy makes of clients and servers as they are. */
@Tag("envoy")
class EdgeLiveTest {
    private static final Cors APP = new Cors(
            List.of(new Cors.Origin.Exact("https://app.example.com")),
            false,
            List.of("GET", "POST"),
            List.of("*"),
            List.of("*"),
            Duration.ofSeconds(5));

    @Test
    void servesAClientOfHttp10() throws Exception {
        try (Upstream upstream = new Upstream(200);
                Gateway gateway = Gateway.start(shop(upstream.port()))) {
            assertThat(gateway.raw("GET /shop HTTP/1.0")).isEqualTo("HTTP/1.0 200 OK");
        }
    }

    @Test
    void asksExtProcAboutModelIdsWithSlashesAndNobodyAboutOtherPaths() throws Exception {
        FakeExtProc extProc = new FakeExtProc("none", Map.of());
        try (Upstream upstream = new Upstream(200);
                Gateway gateway = Gateway.start(shop(upstream.port()), extProc)) {
            for (String path : List.of("/shop/a%2fb", "/shop/a%5Cb", "/shop%2F..%2Fv1/models", "/v1%2fmodels")) {
                assertThat(gateway.get(path).statusCode()).as(path).isEqualTo(400);
            }
            assertThat(gateway.get("/shop?next=%2f").statusCode()).isEqualTo(200);
            assertThat(upstream.requests).hasSize(1);
            assertThat(extProc.requestHeaders).isEmpty();

            gateway.post("/v1/models/org%2Fmodel", "{}");

            assertThat(extProc.requestHeaders).contains(":path=/v1/models/org%2Fmodel");
            assertThat(upstream.requests).hasSize(1);
        }
    }

    @Test
    void tellsAClientThatForgotThePrefixWhereTheApiIs() throws Exception {
        try (Upstream upstream = new Upstream(200);
                Gateway gateway = Gateway.start(shop(upstream.port()))) {
            HttpResponse<String> answer = gateway.post("/chat/completions", "{}");

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("content-type")).contains("application/json");
            assertThat(answer.body()).contains("POST /v1/chat/completions");
        }
    }

    @Test
    void answersABrowserBeforeAnybodyIsAsked() throws Exception {
        FakeExtProc extProc = new FakeExtProc("none", Map.of());
        try (Upstream upstream = new Upstream(200);
                Gateway gateway = Gateway.start(shop(upstream.port()), extProc)) {
            HttpResponse<String> asked = gateway.options(
                    "/v1/chat/completions",
                    "origin",
                    "https://app.example.com",
                    "access-control-request-method",
                    "POST",
                    "access-control-request-headers",
                    "authorization,x-stainless-lang");

            assertThat(asked.statusCode()).isEqualTo(200);
            assertThat(asked.headers().firstValue("access-control-allow-origin"))
                    .contains("https://app.example.com");
            assertThat(asked.headers().firstValue("access-control-allow-headers"))
                    .contains("authorization,x-stainless-lang");
            assertThat(extProc.requestHeaders).isEmpty();
        }
    }

    /** What is sent on an idle connection just when its server closes it is lost, as is what is sent to one that closes each after its first answer. */
    @Test
    void sendsACallAgainThatALostConnectionSwallowed() throws Exception {
        FakeExtProc extProc = new FakeExtProc("ai/chat/one", Map.of());
        RouteIr.AiRule rule = FirstTokenCases.timed("one", Timeouts.NONE, false, target("a", 1, "a"));
        try (OnceEach server = new OnceEach();
                Gateway gateway = Gateway.start(
                        Nodes.ir(
                                List.of(gateway("edge", http("edge", 80, host("*", rule, entry(null))))),
                                new ClusterIr(
                                        "airule/ai/chat/a",
                                        object("AIRoute", "chat"),
                                        new ClusterIr.Location.Dns("127.0.0.1", new Port(server.port())),
                                        null,
                                        "ai/a",
                                        null,
                                        null)),
                        extProc)) {
            for (int call = 0; call < 4; call++) {
                assertThat(gateway.post("/v1/chat/completions", "{}").statusCode())
                        .isEqualTo(200);
            }
            assertThat(server.connections.get()).isGreaterThan(1);
        }
    }

    private static Ir shop(int port) {
        return Nodes.ir(
                gateway(
                        "edge",
                        http("edge", 80, host("*", entry(APP), route("shop", prefix("/shop"), forward("shop"))))),
                cluster("shop", new ClusterIr.Location.Dns("127.0.0.1", new Port(port)), null));
    }

    private static RouteIr entry(@org.jspecify.annotations.Nullable Cors cors) {
        return new RouteIr.AiEntry("ai-entry", object("AIRoute", "chat"), "gateways/edge/80/*", "/v1/", cors);
    }

    /** Answers the first request on each connection, reads the second and closes. */
    private static final class OnceEach implements AutoCloseable {
        private final ServerSocket server;
        private final AtomicInteger connections = new AtomicInteger();

        OnceEach() throws IOException {
            server = new ServerSocket();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Thread.ofVirtual().start(this::accept);
        }

        int port() {
            return server.getLocalPort();
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = server.accept();
                    connections.incrementAndGet();
                    Thread.ofVirtual().start(() -> serve(socket));
                }
            } catch (IOException e) {
                // the end of the test
            }
        }

        private static void serve(Socket socket) {
            try (socket) {
                byte[] buffer = new byte[64 << 10];
                if (socket.getInputStream().read(buffer) > 0) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"
                                    .getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().read(buffer);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
