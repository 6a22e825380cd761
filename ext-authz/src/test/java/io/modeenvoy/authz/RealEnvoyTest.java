package io.modeenvoy.authz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.modeenvoy.access.DecisionTable;
import io.modeenvoy.service.GrpcAddress;
import io.modeenvoy.service.GrpcServerShell;
import io.modeenvoy.service.Metrics;
import io.modeenvoy.testkit.envoy.RealEnvoy;
import io.modeenvoy.testkit.envoy.RunningEnvoy;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door in front of the real Envoy: what it does with our answers, for both ways in which it can send headers. */
final class RealEnvoyTest {
    private static final Metrics METRICS = new Metrics();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Path folder;
    private static HttpServer upstream;
    private static GrpcServerShell door;
    private static RunningEnvoy envoy;

    @BeforeAll
    static void start() throws IOException {
        folder = Files.createTempDirectory("authz");
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", RealEnvoyTest::echo);
        upstream.start();
        ExtAuthz authz = new ExtAuthz(() -> DecisionTable.NOW, METRICS);
        PolicyFixture.changes().forEach(authz.subscriber()::apply);
        door = GrpcServerShell.builder(new GrpcAddress.UnixSocket(folder.resolve("a.sock")))
                .service(authz.service())
                .drain(Duration.ofMillis(50))
                .start();
        envoy = RealEnvoy.find().start(bootstrap());
    }

    @AfterAll
    static void stop() throws IOException {
        envoy.close();
        door.close();
        upstream.stop(0);
        METRICS.close();
        CLIENT.close();
        Files.delete(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"joined", "raw"})
    void givesTheUpstreamTheIdentityInsteadOfTheKey(String listener) throws Exception {
        HttpResponse<String> answer = get(listener, "/x", "x-api-key", key(), "x-modeenvoy-tenant", "spoofed");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().lines())
                .contains("x-modeenvoy-tenant=payments", "x-modeenvoy-consumer=payments/batch")
                .noneMatch(line -> line.contains("spoofed") || line.contains(key()));
        assertThat(answer.headers().firstValue("x-metadata-tenant")).hasValue("payments");
    }

    @ParameterizedTest
    @ValueSource(strings = {"joined", "raw"})
    void removesASpoofedIdentityFromAnAnonymousCall(String listener) throws Exception {
        HttpResponse<String> answer =
                get(listener, "/open", "x-modeenvoy-consumer", "shop/web", "x-modeenvoy-key-id", "spoofed");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().lines())
                .contains("x-modeenvoy-tenant=payments")
                .noneMatch(line -> line.startsWith("x-modeenvoy-consumer") || line.startsWith("x-modeenvoy-key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"joined", "raw"})
    void saysWhyItRefuses(String listener) throws Exception {
        HttpResponse<String> answer = get(listener, "/x");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("www-authenticate")).hasValue("Bearer realm=\"modeenvoy\"");
        assertThat(answer.body()).contains("\"code\":\"missing_credential\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"joined", "raw"})
    void refusesTwoAuthorizationLines(String listener) throws Exception {
        String bearer = "Bearer " + key();
        HttpResponse<String> answer = get(listener, "/x", "authorization", bearer, "authorization", bearer);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"several_credentials\"");
    }

    @Test
    void refusesAPathThatEnvoyDidNotNormalise() throws Exception {
        HttpResponse<String> answer = get("joined", "/open/..%2fx", "x-api-key", key());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"ambiguous_path\"");
    }

    private static String key() {
        return PolicyFixture.key("a key in an API key header");
    }

    private static HttpResponse<String> get(String listener, String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + envoy.port(listener) + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Answers with the headers it got, a line each. */
    private static void echo(HttpExchange exchange) throws IOException {
        String lines = exchange.getRequestHeaders().entrySet().stream()
                .flatMap(entry ->
                        entry.getValue().stream().map(value -> entry.getKey().toLowerCase(Locale.ROOT) + "=" + value))
                .collect(Collectors.joining("\n"));
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String bootstrap() throws IOException {
        try (InputStream yaml = RealEnvoyTest.class.getResourceAsStream("/envoy.yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("envoy.yaml: absent (expected: a test resource)");
            }
            return new String(yaml.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("SOCKET}", folder.resolve("a.sock") + "}")
                    .replace("UPSTREAM}", upstream.getAddress().getPort() + "}");
        }
    }
}
