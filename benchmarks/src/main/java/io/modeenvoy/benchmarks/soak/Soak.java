package io.modeenvoy.benchmarks.soak;

import io.modeenvoy.benchmarks.harness.Scratch;
import io.modeenvoy.testkit.live.Move;
import io.modeenvoy.testkit.live.Resources;
import io.modeenvoy.testkit.live.Traffic;
import io.modeenvoy.testkit.live.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Changes at random, clients that come and go and refuse, calls through Envoy; at the end a table. Ends with 1 if a goal is missed. */
public final class Soak {
    private static final int ROUTES = 12;
    private static final Duration QUIET_EVERY = Duration.ofSeconds(20);
    private static final Duration QUIET_PATIENCE = Duration.ofSeconds(60);

    /** Halving finds the guilty one of 16 in 8 extra responses; as many again when others change meanwhile. */
    private static final int OFFERS_ALLOWED = 16;

    private final Extent extent;
    private final Random random;
    private final Catalogue catalogue = new Catalogue(System::nanoTime);
    private final ServerProcess server;
    private final LiveGateway gateway;
    private final List<Sample> samples = new ArrayList<>();
    private final List<String> stale = new ArrayList<>();
    private World world = World.of(ROUTES);
    private int moves;
    private int publications;
    private int quietMoments;

    private Soak(Extent extent, ServerProcess server, LiveGateway gateway) {
        this.extent = extent;
        this.random = new Random(extent.seed());
        this.server = server;
        this.gateway = gateway;
    }

    /** Arguments: see {@link Extent}. */
    public static void main(String[] arguments) throws IOException {
        Extent extent = Extent.parse(arguments);
        Scratch scratch = Scratch.make();
        Path folder = scratch.folder();
        System.out.println("soak of " + extent.length().toMinutes() + " minutes, " + extent.proxies()
                + " proxies, seed " + extent.seed() + ", server's log " + folder.resolve("server.log"));
        Findings findings;
        try (ServerProcess server = ServerProcess.start(folder.resolve("server.log"));
                LiveGateway gateway = LiveGateway.start(server.port(), folder)) {
            findings = new Soak(extent, server, gateway).run();
        }
        System.out.println(findings.table());
        findings.failures().stream().distinct().limit(20).forEach(System.out::println);
        findings.stale().stream().limit(10).forEach(System.out::println);
        findings.missed().forEach(missed -> System.out.println("MISSED " + missed));
        if (findings.missed().isEmpty()) {
            scratch.remove();
            System.exit(0);
        }
        System.exit(1);
    }

    private Findings run() throws IOException {
        publish();
        try (Traffic traffic = gateway.traffic(world);
                Fleet fleet = Fleet.connect(extent.proxies(), server.port(), catalogue)) {
            long start = System.nanoTime();
            long end = start + extent.length().toNanos();
            long nextQuiet = start;
            while (System.nanoTime() < end) {
                if (System.nanoTime() >= nextQuiet) {
                    settle(fleet, start);
                    nextQuiet = System.nanoTime() + QUIET_EVERY.toNanos();
                }
                step(fleet);
                LockSupport.parkNanos(extent.pause().toNanos());
            }
            settle(fleet, start);
            return findings(traffic, fleet);
        }
    }

    /** One to three moves; now and then a cluster that everybody refuses, or its end; now and then proxies that come back. */
    private void step(Fleet fleet) throws IOException {
        for (int more = random.nextInt(3); more >= 0; more--) {
            world = Move.any(random).apply(world, moves++, random);
        }
        if (random.nextInt(12) == 0) {
            world = world.withBroken(!world.broken());
        }
        publish();
        if (random.nextInt(3) == 0) {
            fleet.reconnect(1 + random.nextInt(Math.max(1, extent.proxies() / 50)), random);
        }
    }

    private void publish() throws IOException {
        publications++;
        server.publish(catalogue.publish(world, Resources.of(world, gateway.site())));
    }

    /** Nothing changes until everybody has everything. */
    private void settle(Fleet fleet, long start) throws IOException {
        world = world.withBroken(false);
        publish();
        quietMoments++;
        stale.addAll(fleet.stale(QUIET_PATIENCE.toNanos()));
        stale.addAll(awaitEnvoy());
        samples.add(server.measure((System.nanoTime() - start) / 60e9));
        System.out.printf(
                Locale.ROOT,
                "%5.1f min: %d publications, heap %.1f MB, %d threads, %d streams, %d stale so far%n",
                samples.getLast().minute(),
                publications,
                samples.getLast().heapBytes() / 1048576.0,
                samples.getLast().threads(),
                samples.getLast().streams(),
                stale.size());
    }

    private List<String> awaitEnvoy() {
        long end = System.nanoTime() + QUIET_PATIENCE.toNanos();
        while (!gateway.stale(world).isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        return gateway.stale(world);
    }

    private Findings findings(Traffic traffic, Fleet fleet) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%n%d publications with %d moves, %d responses to simulated proxies, %d reconnects; publication to proxy p50 %.1f ms, p99 %.1f ms; %d responses of %d did not wait for an ACK that took too long%n%n",
                publications,
                moves,
                fleet.counts().responses().sum(),
                fleet.reconnects(),
                fleet.convergenceMillis(50),
                fleet.convergenceMillis(99),
                samples.getLast().forced(),
                samples.getLast().responses());
        List<String> failures = new ArrayList<>(gateway.failures());
        failures.addAll(traffic.failures());
        return new Findings(
                traffic.calls(),
                traffic.failed(),
                failures,
                stale,
                quietMoments,
                fleet.foreign(),
                fleet.mostOffers(),
                OFFERS_ALLOWED,
                fleet.counts().rejections().sum(),
                fleet.counts().endedByServer().sum(),
                samples);
    }
}
