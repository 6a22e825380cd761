package io.modeenvoy.benchmarks.path;

import io.modeenvoy.benchmarks.harness.Child;
import io.modeenvoy.benchmarks.harness.Program;
import io.modeenvoy.benchmarks.harness.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** 100 open bodies of 14 MiB from one key, in a heap that holds a fifth of them, next to a calm consumer: it must not lose a call. */
public final class MemoryBench {
    private static final int BODIES = 100;
    private static final int BODY_BYTES = 14 << 20;
    private static final String HEAP = "320m";
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private MemoryBench() {}

    /** Arguments: seconds (20 when absent). */
    public static void main(String[] arguments) throws Exception {
        Duration time = Duration.ofSeconds(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20);
        Scratch scratch = Scratch.make();
        Path folder = scratch.folder();
        String envoy = System.getProperty("modeenvoy.envoy");
        int upstreamPort = Child.freePort();
        GatewayUnderTest gateway =
                GatewayUnderTest.prepare(Program.distribution(), folder.resolve("gateway"), upstreamPort);
        boolean good;
        try (Child upstream = PlainEnvoy.upstream(envoy, folder, upstreamPort, Bodies.answer());
                Child product = gateway.start(envoy, "-Xmx" + HEAP)) {
            good = run(gateway, time)
                    && product.process().isAlive()
                    && upstream.process().isAlive();
        }
        if (!good) {
            System.out.println("\nFAILED; the logs are in " + folder);
            System.exit(1);
        }
        scratch.remove();
    }

    private static boolean run(GatewayUnderTest gateway, Duration time) throws Exception {
        CalmCalls calm = new CalmCalls(gateway.url(), gateway.key("calm"));
        calm.run(Duration.ofSeconds(2)); // until everything is loaded
        CalmCalls beside = new CalmCalls(gateway.url(), gateway.key("calm"));
        try (HeapWatch watch = new HeapWatch(gateway.adminPort())) {
            OpenBodies bodies = OpenBodies.start(BODIES, BODY_BYTES, gateway.port(), gateway.key());
            try (bodies) {
                beside.run(time);
            }
            List<String> left = left(watch);
            print(watch, bodies, beside, left);
            return beside.failures().isEmpty() && left.isEmpty();
        }
    }

    /** What is still open or held although every client is gone. */
    private static List<String> left(HeapWatch watch) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<String> left = List.of("exchanges", "body_bytes", "deadlines", "kept_calls").stream()
                    .filter(gauge -> isOpen(watch, gauge))
                    .toList();
            if (left.isEmpty() || System.nanoTime() > end) {
                return left;
            }
            Thread.sleep(100);
        }
    }

    private static boolean isOpen(HeapWatch watch, String gauge) {
        try {
            return watch.now("modeenvoy_ext_proc_" + gauge) != 0;
        } catch (IOException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static void print(HeapWatch watch, OpenBodies bodies, CalmCalls calm, List<String> left) {
        System.out.println("| " + BODIES + " bodies of " + (BODY_BYTES >> 20) + " MiB from one key | |");
        System.out.println("| --- | --- |");
        row("heap of the gateway", HEAP);
        row("peak heap", mib(watch.mostHeap()));
        row("most bytes of bodies", mib(watch.mostBodies()));
        row("most bodies held whole", Integer.toString(bodies.mostOpen()));
        row("refused, by status", bodies.refused().toString());
        row("left open after the end", left.isEmpty() ? "nothing" : left.toString());
        row("calls of the calm consumer", Integer.toString(calm.count()));
        row("failed", Integer.toString(calm.failures().size()));
        row("its p50, p99", String.format(Locale.ROOT, "%.1f ms, %.1f ms", calm.percentile(50), calm.percentile(99)));
        calm.failures().stream().limit(3).forEach(System.out::println);
    }

    private static void row(String name, String value) {
        System.out.println("| " + name + " | " + value + " |");
    }

    private static String mib(double bytes) {
        return Math.round(bytes / (1 << 20)) + " MiB";
    }
}
