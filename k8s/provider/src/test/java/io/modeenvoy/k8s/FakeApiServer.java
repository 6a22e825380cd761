package io.modeenvoy.k8s;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers as an API server in a state that a real one is hard to bring into. */
final class FakeApiServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final KubernetesClient client;

    /** What it says. */
    interface Answers {
        Answer answer(String method, String pathAndQuery, String body) throws InterruptedException;
    }

    /** Status and JSON; {@code more} = the connection stays open, as that of a watch. */
    record Answer(int status, String json, boolean more) {
        static Answer ok(String json) {
            return new Answer(200, json, false);
        }

        static Answer refused(int status, String message) {
            return new Answer(
                    status,
                    "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d,\"message\":\"%s\"}"
                            .formatted(status, message),
                    false);
        }

        static Answer watch() {
            return new Answer(200, "", true);
        }
    }

    FakeApiServer(Answers answers) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(executor);
        server.createContext("/", exchange -> answer(exchange, answers));
        server.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .withRequestRetryBackoffLimit(0)
                        .withHttp2Disable(true)
                        .build())
                .build();
    }

    KubernetesClient client() {
        return client;
    }

    ApiServer api() {
        return new ApiServer(client);
    }

    private static void answer(HttpExchange exchange, Answers answers) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Answer answer = answers.answer(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), body);
            byte[] json = answer.json().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(answer.status(), answer.more() ? 0 : json.length);
            exchange.getResponseBody().write(json);
            exchange.getResponseBody().flush();
            if (answer.more()) {
                Thread.sleep(Long.MAX_VALUE);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    @Override
    public void close() {
        client.close();
        server.stop(0);
        executor.shutdownNow();
    }
}
