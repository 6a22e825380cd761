package io.modeenvoy.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AdminServerTest {
    private final AtomicBoolean ready = new AtomicBoolean();
    private final Metrics metrics = new Metrics();
    private final HttpClient client = HttpClient.newHttpClient();
    private AdminServer admin;

    @BeforeEach
    void start() throws IOException {
        admin = AdminServer.start("127.0.0.1", 0, metrics, ready::get);
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

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + admin.port() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
