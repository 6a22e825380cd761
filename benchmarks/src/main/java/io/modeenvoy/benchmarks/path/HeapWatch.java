package io.modeenvoy.benchmarks.path;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Reads a gateway's figures a few times a second and keeps the greatest. */
final class HeapWatch implements AutoCloseable {
    private static final Duration PACE = Duration.ofMillis(250);

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI metrics;
    private final Thread watcher;
    private volatile double heap;
    private volatile double bodies;
    private volatile boolean ending;

    HeapWatch(int adminPort) {
        metrics = URI.create("http://127.0.0.1:" + adminPort + "/metrics");
        watcher = Thread.ofVirtual().start(this::watch);
    }

    private void watch() {
        try {
            while (!ending) {
                read();
                Thread.sleep(PACE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() throws InterruptedException {
        try {
            String text = text();
            heap = Math.max(heap, sum(text, "jvm_memory_used_bytes{area=\"heap\""));
            bodies = Math.max(bodies, sum(text, "modeenvoy_ext_proc_body_bytes"));
        } catch (IOException e) {
            // busy: the next reading counts
        }
    }

    /** The figures that start so, added up. */
    double now(String start) throws IOException, InterruptedException {
        return sum(text(), start);
    }

    private String text() throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(metrics)
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static double sum(String text, String start) {
        return text.lines()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    double mostHeap() {
        return heap;
    }

    double mostBodies() {
        return bodies;
    }

    @Override
    public void close() {
        ending = true;
        watcher.interrupt();
    }
}
