package io.modeenvoy.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdminServerTest {
    private static final HttpGuard GUARD = HttpGuard.reading(List.of("admin.example.com"));

    private final AtomicBoolean ready = new AtomicBoolean();
    private final Metrics metrics = new Metrics();
    private final HttpClient client = HttpClient.newHttpClient();
    private AdminServer admin;

    @BeforeEach
    void start() throws IOException {
        admin = start(null);
    }

    @AfterEach
    void stop() {
        admin.close();
        metrics.close();
        client.close();
    }

    @Test
    void isAliveBeforeItIsReady() throws Exception {
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);

        ready.set(true);

        assertThat(get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void showsWhatIsCounted() throws Exception {
        metrics.registry().counter("modeenvoy.test.calls", "code", "ok").increment();

        assertThat(get("/metrics").body())
                .contains("modeenvoy_test_calls_total{code=\"ok\"} 1.0")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void showsThePagesOfTheApp() throws Exception {
        admin.route("/status", exchange -> AdminServer.send(exchange, 200, "application/json", "{}"));

        assertThat(get("/status").body()).isEqualTo("{}");
        assertThat(get("/nowhere").statusCode()).isEqualTo(404);
    }

    @Test
    void showsAPageAtItsOwnPathOnly() throws Exception {
        admin.route("/envoy/stats", exchange -> AdminServer.send(exchange, 200, "text/plain", "stats"));

        assertThat(get("/envoy/stats?usedonly").body()).isEqualTo("stats");
        for (String path : List.of(
                "/envoy/stats/../quitquitquit",
                "/envoy/stats/%2e%2e/quitquitquit",
                "/envoy/stats/..%2fquitquitquit",
                "/envoy/stats/",
                "//envoy/stats",
                "/envoy//stats",
                "/envoy/%73tats",
                "/envoy/statsquitquitquit",
                "/envoy/../envoy/stats")) {
            assertThat(raw("GET " + path, "Host: localhost")).as(path).startsWith("HTTP/1.1 404");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Host: localhost|200",
                "Host: LOCALHOST:8090|200",
                "Host: 127.0.0.1:1|200",
                "Host: [::1]|200",
                "Host: admin.example.com:443|200",
                "Host: evil.example.com|421",
                "Host: localhost.evil.example.com|421",
                "Host: 127.0.0.1.evil.example.com|421",
                "Host: 192.0.2.1|421",
                "Host: localhost.|421",
                "Host: [|421",
                "Host:|421",
                "X: none|421",
                "Host: localhost;Host: evil.example.com|421",
                "Host: localhost;Origin: http://localhost|200",
                "Host: localhost;Origin: http://localhost:3000|403",
                "Host: localhost;Origin: null|403",
                "Host: localhost;Sec-Fetch-Site: none|200",
                "Host: localhost;Sec-Fetch-Site: same-origin|200",
                "Host: localhost;Sec-Fetch-Site: same-site|403",
                "Host: localhost;Sec-Fetch-Site: cross-site|403",
            })
    void answersWhoCallsItByANameOfItsOwnAndFromNoOtherSite(String headers, int status) throws Exception {
        for (String path : List.of("/healthz", "/metrics", "/nowhere")) {
            int expected = status == 200 && path.equals("/nowhere") ? 404 : status;
            assertThat(raw("GET " + path, headers.split(";")))
                    .as(path)
                    .startsWith("HTTP/1.1 " + expected)
                    .containsIgnoringCase("x-content-type-options: nosniff")
                    .containsIgnoringCase("cache-control: no-store")
                    .doesNotContainIgnoringCase("access-control-");
        }
    }

    @Test
    void isOnlyRead() throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE")) {
            assertThat(raw(method + " /healthz", "Host: localhost"))
                    .startsWith("HTTP/1.1 405")
                    .contains("GET, HEAD");
        }
        assertThat(raw("HEAD /healthz", "Host: localhost"))
                .startsWith("HTTP/1.1 200")
                .endsWith("\r\n\r\n");
    }

    @Test
    void asksForTheTokenWhereItShowsMoreThanHealth(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "a-token-of-the-operator\n");
        admin.close();
        admin = start(BearerToken.of(file));
        admin.route("/status", exchange -> AdminServer.send(exchange, 200, "text/plain", "secret"));

        assertThat(raw("GET /healthz", "Host: localhost")).startsWith("HTTP/1.1 200");
        for (String page : List.of("GET /status", "GET /metrics")) {
            assertThat(raw(page, "Host: localhost")).startsWith("HTTP/1.1 401").doesNotContain("secret");
            assertThat(raw(page, "Host: localhost", "Authorization: Bearer a-token-of-the-operatoR"))
                    .startsWith("HTTP/1.1 401");
            assertThat(raw(page, "Host: localhost", "Authorization: Bearer a-token-of-the-operator"))
                    .startsWith("HTTP/1.1 200");
        }
        Files.writeString(file, "the-next-one-of-them");
        assertThat(raw("GET /status", "Host: localhost", "Authorization: Bearer a-token-of-the-operator"))
                .startsWith("HTTP/1.1 401");
        Files.writeString(file, "");
        assertThat(raw("GET /status", "Host: localhost", "Authorization: Bearer "))
                .startsWith("HTTP/1.1 503");
        assertThatThrownBy(() -> BearerToken.of(file))
                .hasMessageContaining("a token of 0 characters (expected: 16 or more)");
    }

    @Test
    void theProbesShowNothingElse() throws Exception {
        admin.close();
        admin = AdminServer.startProbes(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), GUARD, null, () -> true);

        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").statusCode()).isEqualTo(404);
        assertThat(raw("GET /readyz", "Host: evil.example.com")).startsWith("HTTP/1.1 421");
    }

    private AdminServer start(@Nullable BearerToken token) throws IOException {
        return AdminServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), GUARD, token, metrics, ready::get);
    }

    /** With these headers and no others. */
    private String raw(String line, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), admin.port())) {
            String request = line + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + admin.port() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
