package io.modeenvoy.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.HdrHistogram.ConcurrentHistogram;

/** All simulated proxies: half of them delta, half state-of-the-world. */
final class Fleet implements AutoCloseable {
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final List<SimulatedProxy> proxies = new ArrayList<>();
    private final SimulatedProxy.Counts counts = new SimulatedProxy.Counts();
    private final ConcurrentHistogram convergence = new ConcurrentHistogram(LONGEST_NANOS, 3);
    private final LongAdder reconnects = new LongAdder();

    private Fleet() {}

    /** Connects so many. */
    static Fleet connect(int count, int port, Catalogue catalogue) {
        Fleet fleet = new Fleet();
        for (int i = 0; i < count; i++) {
            SimulatedProxy proxy = new SimulatedProxy(
                    i,
                    port,
                    catalogue,
                    fleet.counts,
                    nanos -> fleet.convergence.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS)));
            fleet.proxies.add(proxy);
            proxy.connect();
        }
        return fleet;
    }

    /** So many at random leave and come back at once with what they have. */
    void reconnect(int count, RandomGenerator random) {
        for (int i = 0; i < count; i++) {
            SimulatedProxy proxy = proxies.get(random.nextInt(proxies.size()));
            proxy.close();
            proxy.connect();
            reconnects.increment();
        }
    }

    /** Waits until all hold what is published; those that do not in time, in words. */
    List<String> stale(long patienceNanos) {
        long end = System.nanoTime() + patienceNanos;
        List<SimulatedProxy> behind = new ArrayList<>(proxies);
        while (true) {
            behind.removeIf(proxy -> proxy.differences().isEmpty());
            if (behind.isEmpty() || System.nanoTime() > end) {
                return behind.stream()
                        .map(proxy -> proxy + ": " + proxy.differences())
                        .toList();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    int mostOffers() {
        return proxies.stream().mapToInt(SimulatedProxy::mostOffers).max().orElse(0);
    }

    int foreign() {
        return proxies.stream().mapToInt(SimulatedProxy::foreign).sum();
    }

    SimulatedProxy.Counts counts() {
        return counts;
    }

    long reconnects() {
        return reconnects.sum();
    }

    /** From the publication to a proxy that was connected then, in milliseconds. */
    double convergenceMillis(double percentile) {
        return convergence.getValueAtPercentile(percentile) / 1e6;
    }

    @Override
    public void close() {
        proxies.forEach(SimulatedProxy::close);
    }
}
