package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Services that do not answer, for they are frozen or gone: every call ends, with an error in the shape of its API, and none passes undecided. */
final class FrozenIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    private final Evidence evidence = new Evidence();

    private final int port = Program.freePort();

    @Test
    void endsEveryCallThatWaitsForAServiceWhichDoesNotAnswer() throws Exception {
        Path sockets = Files.createTempDirectory("me-");
        evidence.file("envoy", sockets.resolve("envoy.log"));
        try (HeldBackend backend = new HeldBackend();
                Workspace workspace = workspace(backend.port())) {
            String key = workspace.key("app-1");
            try (Program controlPlane = evidence.of("control plane", Fleet.controlPlane(workspace, sockets, 0));
                    Program services = evidence.of("services", Fleet.services(workspace, sockets));
                    Gateway gateway = Gateway.at(services, URI.create("http://127.0.0.1:" + port + "/"), 0)) {
                assertThat(controlPlane.isAlive()).isTrue();
                services.awaitLine(line -> line.startsWith("ready"));
                Process envoy = Fleet.envoy(sockets);
                try {
                    Eventually.holds("a chat is answered", PATIENCE, () -> Fleet.answers(gateway, key));
                    freeze(gateway, services, backend, key);
                    Eventually.holds("a chat is answered again", PATIENCE, () -> Fleet.answers(gateway, key));
                    kill(gateway, services, backend, key);
                } finally {
                    envoy.destroy();
                    envoy.waitFor(10, TimeUnit.SECONDS);
                }
            }
        }
    }

    /** At the request, at the answer's headers, within the answer, between two attempts. */
    private static void freeze(Gateway gateway, Program services, HeldBackend backend, String key) throws Exception {
        int before = backend.requests();
        try (ExecutorService callers = Executors.newCachedThreadPool();
                InputStream stream = stream(gateway, key).body()) {
            Future<Gateway.Answer> headers = callers.submit(() -> gateway.chat(key, "held"));
            Future<Gateway.Answer> attempt = callers.submit(() -> gateway.chat(key, "failing"));
            assertThat(stream.read()).isEqualTo('d');
            Eventually.holds("all three are at the provider", PATIENCE, () -> backend.requests() == before + 3);
            services.signal("STOP");
            backend.release();

            Future<Gateway.Answer> guarded = callers.submit(() -> gateway.get("/status", key));
            assertError(gateway.chat(key), 504, "gateway_timeout");
            assertError(headers.get(), 504, "gateway_timeout");
            assertError(attempt.get(), 504, "gateway_timeout");
            assertThat(guarded.get().status()).isEqualTo(503);
            assertThatThrownBy(stream::readAllBytes).isInstanceOf(IOException.class);
            assertThat(backend.requests()).as("calls that reached the provider").isEqualTo(before + 3);
        } finally {
            services.signal("CONT");
        }
    }

    private static void kill(Gateway gateway, Program services, HeldBackend backend, String key) {
        services.kill();
        int before = backend.requests();

        Eventually.holds(
                "a service that is gone is told",
                PATIENCE,
                () -> gateway.chat(key).status() == 503);
        assertError(gateway.chat(key), 503, "gateway_unavailable");
        assertThat(gateway.get("/status", key).status()).isEqualTo(503);
        assertThat(backend.requests()).as("calls that reached the provider").isEqualTo(before);
    }

    private static void assertError(Gateway.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.json().at("/error/type").asText()).isEqualTo("api_error");
        assertThat(answer.json().at("/error/code").asText()).isEqualTo(code);
    }

    private static HttpResponse<InputStream> stream(Gateway gateway, String key)
            throws IOException, InterruptedException {
        return gateway.open(gateway.request("/v1/chat/completions", key)
                .POST(
                        HttpRequest.BodyPublishers.ofString(
                                "{\"model\":\"small\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"))
                .build());
    }

    private Workspace workspace(int backendPort) {
        Workspace workspace = Workspace.demo(port, backendPort);
        workspace.provider("other", backendPort);
        workspace.guardedStatus(backendPort);
        workspace.write("route.yaml", """
            apiVersion: modeenvoy.io/v1alpha1
            kind: AIRoute
            metadata: {name: chat, namespace: demo}
            spec:
              parentRefs: [{name: edge}]
              rules:
              - name: one
                matches: [{models: [small, held]}]
                backendRefs: [{name: simulator}]
              - name: two
                matches: [{models: [failing]}]
                backendRefs: [{name: simulator}, {name: other, priority: 1}]
            """);
        return workspace;
    }
}
