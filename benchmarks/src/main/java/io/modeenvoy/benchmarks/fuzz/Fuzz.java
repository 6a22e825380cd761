package io.modeenvoy.benchmarks.fuzz;

import io.modeenvoy.benchmarks.harness.Scratch;
import io.modeenvoy.testkit.edge.Site;
import io.modeenvoy.testkit.edge.Trial;
import io.modeenvoy.testkit.edge.WireCall;
import io.modeenvoy.testkit.edge.WireCalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Framings, headers and bodies at random, and a calm caller beside them; ends with {@code N passed, N failed}, and with 1 if anything was found. */
public final class Fuzz {
    private static final int STRANGERS = 4;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long CALM_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long TELL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Extent extent;
    private final WireCalls calls;
    private final Trial trial;
    private final Tally tally;
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean over;

    private Fuzz(Extent extent, EdgeGateway gateway, Trial trial, Tally tally) {
        this.extent = extent;
        this.calls = new WireCalls(extent.seed(), gateway.key());
        this.trial = trial;
        this.tally = tally;
    }

    /** Arguments: see {@link Extent}. */
    public static void main(String[] arguments) throws Exception {
        Extent extent;
        try {
            extent = Extent.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        Scratch scratch = Scratch.make();
        Tally tally = new Tally(extent.seed());
        System.out.println("seed " + extent.seed() + ", " + extent.length().toMinutes()
                + " minutes, the gateway's log is " + scratch.folder().resolve("gateway.log"));
        try (Site site = new Site();
                EdgeGateway gateway = EdgeGateway.start(scratch.folder(), site);
                Trial trial = new Trial(site, gateway.port(), gateway.key())) {
            new Fuzz(extent, gateway, trial, tally).run();
            atTheEnd(gateway, site, tally);
        }
        System.out.println(tally.sum());
        if (tally.good()) {
            scratch.remove();
        }
        System.exit(tally.good() ? 0 : 1);
    }

    private static void atTheEnd(EdgeGateway gateway, Site site, Tally tally) throws IOException {
        System.out.println("answers by status " + tally.answers() + ", the gateway has "
                + gateway.child().residentMegabytes() + " MB");
        tally.check(gateway.alive(), "a process of the gateway has ended");
        site.strays().forEach(stray -> tally.check(false, stray));
        gateway.failures().forEach(line -> tally.check(false, "in the gateway's log: " + line));
    }

    private void run() throws InterruptedException {
        if (extent.only() >= 0) {
            one(extent.only());
            return;
        }
        List<Thread> threads = new ArrayList<>();
        threads.add(Thread.ofPlatform().name("calm").start(this::beCalm));
        for (int i = 0; i < STRANGERS; i++) {
            threads.add(Thread.ofPlatform().name("stranger-" + i).start(this::beStrange));
        }
        long start = System.nanoTime();
        long told = start;
        while (System.nanoTime() - start < extent.length().toNanos()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            if (System.nanoTime() - told > TELL_NANOS) {
                told = System.nanoTime();
                System.out.println(TimeUnit.NANOSECONDS.toMinutes(told - start) + " min: " + next.get() + " calls, "
                        + tally.answers());
            }
        }
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void beStrange() {
        while (!over) {
            one(next.getAndIncrement());
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void one(int index) {
        WireCall call = calls.any(index);
        tally.add(index, call.toString(), trial.run(call, calls.next(index)));
    }

    /** Somebody who does nothing odd is always served. */
    private void beCalm() {
        WireCalls calm = new WireCalls(~extent.seed(), calls.key());
        for (int i = 0; !over; i += 2) {
            Trial.Result result = trial.run(calm.next(i), calm.next(i + 1));
            tally.check(result.problems().isEmpty(), "the calm caller: " + result.problems());
            LockSupport.parkNanos(CALM_PAUSE_NANOS);
        }
    }
}
