package io.modeenvoy.benchmarks.k8s;

import com.google.errorprone.annotations.FormatMethod;
import io.modeenvoy.benchmarks.harness.Child;
import io.modeenvoy.benchmarks.harness.Program;
import io.modeenvoy.benchmarks.harness.Scratch;
import io.modeenvoy.benchmarks.harness.Series;
import io.modeenvoy.benchmarks.xds.Fleet;
import io.modeenvoy.benchmarks.xds.Subscriptions;
import io.modeenvoy.benchmarks.xds.Wave;
import io.modeenvoy.xds.server.XdsTypes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A cluster with 3,000 AIRoutes and 10,000 endpoints: start to first full answer, applied to acknowledged, heap. */
public final class KubeBench {
    private static final Town TOWN = new Town(30, 100, 100, 100);
    private static final int PROXIES = 10;
    private static final int WARM_UPS = 100;
    private static final int CHANGES = 100;
    private static final int ROUNDS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private int revision;

    private KubeBench(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        Scratch scratch = Scratch.make();
        new KubeBench(scratch.folder()).run();
        scratch.remove();
        System.exit(0); // the proxies' event loop may still be letting go
    }

    private void run() throws Exception {
        Path kubeconfig = folder.resolve("kubeconfig");
        try (Child cluster = start("dev-cluster", "--kubeconfig", kubeconfig.toString())) {
            cluster.line("ready ");
            try (ApiServer api = ApiServer.of(kubeconfig)) {
                progress("%,d AIRoutes and %,d endpoints are written", TOWN.routes(), TOWN.endpoints());
                TOWN.build(api);
                measure(api, kubeconfig);
            }
        }
    }

    private Child start(String... arguments) throws IOException {
        return Child.start(
                folder.resolve(arguments[0] + ".log"),
                Program.modeenvoy(arguments).toArray(String[]::new));
    }

    private void measure(ApiServer api, Path kubeconfig) throws IOException, InterruptedException {
        progress("the control plane starts");
        long begin = System.nanoTime();
        try (Child controlPlane = start(
                "control-plane",
                "--kubeconfig",
                kubeconfig.toString(),
                "--listen",
                "127.0.0.1:0",
                "--admin-port",
                "0")) {
            String[] ready = controlPlane.line("ready ").split(" ", -1);
            String address = ready[1];
            int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
            try (Fleet fleet =
                    new Fleet("proxy", port, Subscriptions.of("gateway/town/edge", XdsTypes.ROUTE, List.of("*")))) {
                fleet.open(PROXIES);
                if (!fleet.awaitReady(PROXIES, PATIENCE)) {
                    throw new IOException(fleet.readyCount() + " of " + PROXIES + " proxies have an answer");
                }
                double started = (System.nanoTime() - begin) / 1e9;
                Duration startCpu = controlPlane.cpu();
                progress("all statuses are written");
                Statuses statuses = Statuses.of(URI.create(ready[3] + "/metrics"));
                double written = statuses.awaitAtRest(begin, TOWN.routes(), PATIENCE.multipliedBy(3));
                Figures figures = changes(api, controlPlane, fleet);
                print(new Start(started, startCpu, written), figures, controlPlane);
            }
        }
    }

    /** From the start of the process to the first full answer, and to the last status. */
    private record Start(double seconds, Duration cpu, double statusSeconds) {}

    /** Milliseconds from before the request to the last ACK, and CPU milliseconds of the control plane for each change. */
    private record Figures(Series p50, Series p99, Series cpu) {}

    private Figures changes(ApiServer api, Child controlPlane, Fleet fleet) throws IOException, InterruptedException {
        progress("%d changes to warm up, then %d rounds of %d", WARM_UPS, ROUNDS, CHANGES);
        round(api, fleet, WARM_UPS);
        List<Double> p50 = new ArrayList<>();
        List<Double> p99 = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            Duration before = controlPlane.cpu();
            double[] millis = round(api, fleet, CHANGES);
            cpu.add((double) controlPlane.cpu().minus(before).toMillis() / CHANGES);
            p50.add(millis[millis.length / 2]);
            p99.add(millis[millis.length * 99 / 100]);
        }
        return new Figures(new Series(p50), new Series(p99), new Series(cpu));
    }

    private double[] round(ApiServer api, Fleet fleet, int changes) throws IOException, InterruptedException {
        double[] millis = new double[changes];
        for (int i = 0; i < changes; i++) {
            Wave wave = fleet.expect(XdsTypes.ROUTE, PROXIES);
            TOWN.change(api, revision++);
            if (!wave.await(PATIENCE)) {
                throw new IOException("change " + revision + " was not acknowledged within " + PATIENCE);
            }
            millis[i] = wave.lastMillis();
        }
        Arrays.sort(millis);
        return millis;
    }

    private void print(Start start, Figures figures, Child controlPlane) throws IOException, InterruptedException {
        System.out.printf(
                Locale.ROOT,
                "%n%,d AIRoutes, %,d endpoints, %d proxies; %d rounds of %d changes, median (least..greatest)%n%n",
                TOWN.routes(),
                TOWN.endpoints(),
                PROXIES,
                ROUNDS,
                CHANGES);
        row("", "figure", "goal");
        row("---", "---", "---");
        row(
                "start of the process to the first full answer, s",
                String.format(Locale.ROOT, "%.1f", start.seconds()),
                "-");
        row("CPU of that, s", String.format(Locale.ROOT, "%.1f", start.cpu().toMillis() / 1e3), "-");
        row("start to the last status written, s", String.format(Locale.ROOT, "%.0f", start.statusSeconds()), "-");
        row("applied to the last proxy's ACK, p50, ms", figures.p50().text("%.0f"), "-");
        row("the same, p99, ms", figures.p99().text("%.0f"), "100");
        row(
                "CPU of the control plane a change, its status writes too, ms",
                figures.cpu().text("%.1f"),
                "-");
        row("live heap after a collection, MB", Long.toString(liveMegabytes(controlPlane)), "500");
        row("resident memory, MB", Long.toString(controlPlane.residentMegabytes()), "-");
    }

    private static void row(String what, String figure, String goal) {
        System.out.println("| " + what + " | " + figure + " | " + goal + " |");
    }

    /** What a histogram of live objects sums up to. */
    private static long liveMegabytes(Child child) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(child.process().pid()),
                        "GC.class_histogram")
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        String total = said.lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new IOException("jcmd: " + said));
        return Long.parseLong(total.strip().split("\\s+", -1)[2]) / (1 << 20);
    }

    @FormatMethod
    private static void progress(String format, Object... values) {
        System.err.printf(Locale.ROOT, format + " …%n", values);
    }
}
