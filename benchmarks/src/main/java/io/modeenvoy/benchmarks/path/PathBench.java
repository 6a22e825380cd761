package io.modeenvoy.benchmarks.path;

import io.modeenvoy.benchmarks.harness.Child;
import io.modeenvoy.benchmarks.harness.Program;
import io.modeenvoy.benchmarks.harness.Scratch;
import io.modeenvoy.benchmarks.harness.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plain Envoy, the full AI path and the ext-authz path to one upstream, interleaved in one run. */
public final class PathBench {
    private static final int CONNECTIONS = 32;

    private final int rounds;
    private final int seconds;
    private final @Nullable Path other;
    private final Map<String, Subject> subjects = new LinkedHashMap<>();

    private PathBench(int rounds, int seconds, @Nullable Path other) {
        this.rounds = rounds;
        this.seconds = seconds;
        this.other = other;
    }

    /** What is measured, and what was. */
    private record Subject(
            Wrk.Request request,
            Child process,
            List<Double> rates,
            List<Double> p50,
            List<Double> p99,
            List<Double> cpuMicros,
            List<Long> failures) {
        Subject(Wrk.Request request, Child process) {
            this(
                    request,
                    process,
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>());
        }

        void round(int seconds) throws IOException, InterruptedException {
            Duration before = process.cpu();
            Wrk result = Wrk.run(request, CONNECTIONS, seconds);
            Duration used = process.cpu().minus(before);
            rates.add(result.requestsPerSecond());
            p50.add(result.p50Millis());
            p99.add(result.p99Millis());
            cpuMicros.add(used.toNanos() / 1000.0 / Math.max(1, result.requests()));
            failures.add(result.failures());
        }
    }

    /**
     * Arguments: rounds and seconds per round (5 and 5 when absent), and another checkout that was built, whose AI path is measured beside. On a machine that is not quiet, only what
     * ran in the same minutes can be compared.
     */
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        Path other = arguments.length > 2 ? Path.of(arguments[2], "cli", "target", "dist") : null;
        new PathBench(rounds, seconds, other).run();
    }

    private void run() throws Exception {
        Scratch scratch = Scratch.make();
        Path folder = scratch.folder();
        String envoy = System.getProperty("modeenvoy.envoy");
        int upstreamPort = Child.freePort();
        int plainPort = Child.freePort();
        GatewayUnderTest gateway =
                GatewayUnderTest.prepare(Program.distribution(), folder.resolve("gateway"), upstreamPort);
        try (Child upstream = PlainEnvoy.upstream(envoy, folder, upstreamPort, Bodies.answer());
                Child plain = PlainEnvoy.proxy(envoy, folder, plainPort, upstreamPort);
                Child product = gateway.start(envoy)) {
            String plainUrl = "http://127.0.0.1:" + plainPort;
            String key = gateway.key();
            subjects.put("plain Envoy", new Subject(chat(plainUrl, key), plain));
            subjects.put("AI path", new Subject(chat(gateway.url(), key), product));
            subjects.put(
                    "HTTP path, ext-authz",
                    new Subject(new Wrk.Request(gateway.url() + "/status", "POST", key, Bodies.question()), product));
            if (other == null) {
                measure();
            } else {
                measureWith(other, folder, upstreamPort, envoy);
            }
            print(product.residentMegabytes(), upstream.residentMegabytes());
        }
        scratch.remove();
    }

    private void measureWith(Path distribution, Path folder, int upstreamPort, String envoy) throws Exception {
        GatewayUnderTest gateway =
                GatewayUnderTest.prepare(distribution, folder.resolve("other/gateway"), upstreamPort);
        try (Child product = gateway.start(envoy)) {
            subjects.put("AI path of the other", new Subject(chat(gateway.url(), gateway.key()), product));
            measure();
        }
    }

    private void measure() throws IOException, InterruptedException {
        warmUp();
        for (int i = 0; i < rounds; i++) {
            for (Subject subject : subjects.values()) {
                subject.round(seconds);
            }
        }
    }

    private static Wrk.Request chat(String url, String key) {
        return new Wrk.Request(url + "/v1/chat/completions", "POST", key, Bodies.question());
    }

    private void warmUp() throws IOException, InterruptedException {
        for (Subject subject : subjects.values()) {
            Wrk result = Wrk.run(subject.request(), CONNECTIONS, Math.max(5, seconds));
            if (result.failures() > 0) {
                throw new IOException(subject.request().url() + ": " + result.failures() + " of " + result.requests()
                        + " calls failed in the warm-up; nothing to measure");
            }
        }
    }

    private void print(long productMegabytes, long upstreamMegabytes) {
        Series plain = new Series(subjects.values().iterator().next().rates());
        System.out.printf(
                Locale.ROOT,
                "%d rounds of %d s, %d connections, 1 KB in and out; median (least..greatest)%n%n",
                rounds,
                seconds,
                CONNECTIONS);
        System.out.println("| | requests/s | ratio to plain | p50 ms | p99 ms | CPU us per request | failed |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
        subjects.forEach((name, subject) -> System.out.println("| " + name
                + " | " + new Series(subject.rates()).text("%.0f")
                + " | " + ratios(subject, plain).text("%.2fx")
                + " | " + new Series(subject.p50()).text("%.2f")
                + " | " + new Series(subject.p99()).text("%.2f")
                + " | " + new Series(subject.cpuMicros()).text("%.0f")
                + " | " + subject.failures().stream().mapToLong(Long::longValue).sum() + " |"));
        System.out.printf(
                Locale.ROOT,
                "%nResident memory: product (control plane, services and Envoy) %d MB, upstream Envoy %d MB%n",
                productMegabytes,
                upstreamMegabytes);
    }

    /** Round by round against the plain round beside it. */
    private Series ratios(Subject subject, Series plain) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < subject.rates().size(); i++) {
            ratios.add(subject.rates().get(i) / plain.values().get(i));
        }
        return new Series(ratios);
    }
}
