package io.modeenvoy.benchmarks.xds;

import io.modeenvoy.benchmarks.harness.Series;
import io.modeenvoy.xds.server.XdsTypes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Thousands of proxies that connect at once, and what those see meanwhile who are already there. */
final class Storm {
    private static final int PRESENT = 100;
    private static final int CLUSTER = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final SubjectProcess subject;
    private final Subscriptions subscriptions;
    private final int streams;
    private final List<Double> seconds = new ArrayList<>();
    private final List<Double> worst = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private int pushes;

    Storm(SubjectProcess subject, Mesh mesh, int streams) {
        this.subject = subject;
        this.subscriptions = Subscriptions.of(Mesh.GROUP, XdsTypes.ENDPOINT, mesh.names());
        this.streams = streams;
    }

    void round() throws IOException, InterruptedException {
        try (Fleet present = new Fleet("present", subject.port(), subscriptions);
                Fleet storm = new Fleet("storm", subject.port(), subscriptions)) {
            present.open(PRESENT);
            if (!present.awaitReady(PRESENT, PATIENCE)) {
                failures.add("the first " + PRESENT + " did not connect");
                return;
            }
            long start = System.nanoTime();
            storm.open(streams - PRESENT);
            List<Double> pushed = new ArrayList<>();
            while (!storm.awaitReady(streams - PRESENT, Duration.ofMillis(50)) && failures.isEmpty()) {
                push(present, start, pushed);
            }
            if (failures.isEmpty()) {
                seconds.add((storm.readyNanos() - start) / 1e9);
            }
            if (!pushed.isEmpty()) {
                double[] sorted = pushed.stream()
                        .mapToDouble(Double::doubleValue)
                        .sorted()
                        .toArray();
                worst.add(Fanout.percentile(sorted, 0.99));
                pushes += sorted.length;
            }
        }
        subject.awaitQuiet();
    }

    /** One change; how long it takes to the last of those who were there before. */
    private void push(Fleet present, long start, List<Double> pushed) throws IOException, InterruptedException {
        Wave wave = present.expect(XdsTypes.ENDPOINT, PRESENT);
        subject.change(CLUSTER, 0);
        if (wave.await(PATIENCE)) {
            pushed.add(wave.lastMillis());
        } else {
            failures.add("a change did not reach those who were connected within " + PATIENCE);
        }
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
            failures.add("not all connected within " + PATIENCE);
        }
        TimeUnit.MILLISECONDS.sleep(50);
    }

    Series seconds() {
        return new Series(seconds);
    }

    /** The slowest of the pushes of a storm, 99th percentile. */
    Series pushMillis() {
        return new Series(worst);
    }

    int pushes() {
        return pushes;
    }

    List<String> failures() {
        return failures;
    }
}
