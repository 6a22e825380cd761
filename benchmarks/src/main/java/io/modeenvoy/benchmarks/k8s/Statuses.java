package io.modeenvoy.benchmarks.k8s;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How far a control plane is with writing statuses, by its metrics. */
record Statuses(URI metrics) {
    static Statuses of(URI metrics) {
        return new Statuses(metrics);
    }

    /** Waits until at least so many are written and none is due; gives the seconds since {@code begin}, in nanoseconds of this machine. */
    double awaitAtRest(long begin, int least, Duration patience) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            long deadline = System.nanoTime() + patience.toNanos();
            while (System.nanoTime() < deadline) {
                String now = client.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                        .body();
                if (figure(now, "modeenvoy_status_written_total") >= least
                        && figure(now, "modeenvoy_status_waiting") == 0) {
                    return (System.nanoTime() - begin) / 1e9;
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
        throw new IOException("the statuses are not all written after " + patience);
    }

    private static double figure(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }
}
