package io.modeenvoy.benchmarks.xds;

import io.modeenvoy.benchmarks.harness.Series;
import io.modeenvoy.xds.server.XdsTypes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One server, so many streams, one endpoint that changes again and again: what it takes until the last ACK. */
final class Fanout {
    private static final int CLUSTER = 7;

    private final SubjectProcess subject;
    private final Mesh mesh;
    private final Load load;
    private final long heapBefore;
    private final long directBefore;
    private final List<Double> connect = new ArrayList<>();
    private final List<Double> p50 = new ArrayList<>();
    private final List<Double> p99 = new ArrayList<>();
    private final List<Double> cpuMicros = new ArrayList<>();
    private final List<Double> bytesDown = new ArrayList<>();
    private final List<Double> bytesUp = new ArrayList<>();
    private final List<Double> heap = new ArrayList<>();
    private final List<Double> direct = new ArrayList<>();
    private final List<Double> idle = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /** How much of it. */
    record Load(int streams, int warmUps, int changes, Duration idle) {}

    Fanout(SubjectProcess subject, Mesh mesh, Load load) throws IOException {
        this.subject = subject;
        this.mesh = mesh;
        this.load = load;
        this.heapBefore = subject.heapBytes();
        this.directBefore = subject.directBytes();
    }

    /** Connects the fleet, changes, measures, and lets it go. */
    void round() throws IOException, InterruptedException {
        Subscriptions subscriptions = Subscriptions.of(Mesh.GROUP, XdsTypes.ENDPOINT, mesh.names());
        try (Fleet fleet = new Fleet("proxy", subject.port(), subscriptions)) {
            long start = System.nanoTime();
            fleet.open(load.streams());
            if (!fleet.awaitReady(load.streams(), Duration.ofMinutes(2))) {
                failures.add(fleet.readyCount() + " of " + load.streams() + " connected in 2 minutes");
                return;
            }
            connect.add((System.nanoTime() - start) / 1e9);
            changes(fleet);
            heap.add((subject.heapBytes() - heapBefore) / 1024.0 / load.streams());
            direct.add((subject.directBytes() - directBefore) / 1024.0 / load.streams());
            idle();
        }
        subject.awaitQuiet();
    }

    private void changes(Fleet fleet) throws IOException {
        for (int i = 0; i < load.warmUps(); i++) {
            subject.change(CLUSTER, load.streams());
        }
        double cpu = subject.cpuMillis();
        long down = fleet.bytesReceived();
        long up = fleet.bytesSent();
        double[] millis = new double[load.changes()];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = subject.change(CLUSTER, load.streams());
            if (Double.isNaN(millis[i])) {
                failures.add("a change was not acknowledged by all within a minute");
                return;
            }
        }
        double messages = (double) load.streams() * load.changes();
        cpuMicros.add((subject.cpuMillis() - cpu) * 1000 / messages);
        bytesDown.add((fleet.bytesReceived() - down) / messages);
        bytesUp.add((fleet.bytesSent() - up) / messages);
        Arrays.sort(millis);
        p50.add(percentile(millis, 0.50));
        p99.add(percentile(millis, 0.99));
    }

    static double percentile(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    /** How much of a core the streams cost while nothing happens, in percent. */
    private void idle() throws IOException, InterruptedException {
        if (load.idle().isZero()) {
            return;
        }
        double cpu = subject.cpuMillis();
        TimeUnit.MILLISECONDS.sleep(load.idle().toMillis());
        idle.add((subject.cpuMillis() - cpu) * 100 / load.idle().toMillis());
    }

    Series p50() {
        return new Series(p50);
    }

    Series p99() {
        return new Series(p99);
    }

    Series cpuMicros() {
        return new Series(cpuMicros);
    }

    Series connectSeconds() {
        return new Series(connect);
    }

    Series bytesDown() {
        return new Series(bytesDown);
    }

    Series bytesUp() {
        return new Series(bytesUp);
    }

    Series heapKilobytes() {
        return new Series(heap);
    }

    Series directKilobytes() {
        return new Series(direct);
    }

    Series idlePercent() {
        return new Series(idle);
    }

    List<String> failures() {
        return failures;
    }
}
