package io.modeenvoy.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Lets calls under way end before Envoy does: its listeners stop taking connections, and it is given time until no call is active. */
record EnvoyDrain(int adminPort) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** As long as calls keep coming, connections are still taken for a while: whoever balances the load has to see that we are leaving. */
    private static final Duration OPEN = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofMillis(20);

    @Override
    public void close() throws IOException {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
            send(client, "POST", "/drain_listeners?graceful&skip_exit");
            awaitCalls(client, OPEN);
            send(client, "POST", "/drain_listeners");
            awaitCalls(client, PATIENCE.minus(OPEN));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells whoever balances the load for all of {@code notice}, waits for the calls, and ends Envoy. */
    void end(Duration notice, Duration limit) throws IOException {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
            send(client, "POST", "/healthcheck/fail");
            send(client, "POST", "/drain_listeners?graceful&skip_exit");
            Thread.sleep(notice);
            send(client, "POST", "/drain_listeners");
            awaitCalls(client, limit.minus(notice));
            send(client, "POST", "/quitquitquitquit");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitCalls(HttpClient client, Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (active(client) > 0 && System.nanoTime() < end) {
            Thread.sleep(PAUSE);
        }
    }

    private long active(HttpClient client) throws IOException, InterruptedException {
        return send(client, "GET", "/stats?filter=^http\\..*downstream_rq_active$")
                .lines()
                .filter(line -> !line.startsWith("http.admin."))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String send(HttpClient client, String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort
                        + path.replace("^", "%5E").replace("\\", "%5C")))
                .timeout(Duration.ofSeconds(2))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
