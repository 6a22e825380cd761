package io.modeenvoy.app;

import io.modeenvoy.k8s.ObjectKey;
import io.modeenvoy.k8s.WantedStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works out the statuses of a cluster's objects when something has changed: when the fleet has had a moment to answer, and never for more than a small
 * share of the time. One thread of its own.
 */
public final class StatusReporter implements AutoCloseable {
    /** Enough for a healthy fleet to acknowledge a change, so that one write tells of both. */
    private static final Duration SETTLE = Duration.ofMillis(150);
    /** After working for some time it rests this many times as long. */
    private static final int REST = 9;
    /** The clock may be set meanwhile. */
    private static final Duration LONGEST_REST = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(StatusReporter.class);

    private final Supplier<Map<ObjectKey, WantedStatus>> statuses;
    private final Consumer<Map<ObjectKey, WantedStatus>> onStatuses;
    private final Supplier<Optional<Duration>> unchanged;
    private final Thread thread;
    private boolean due; // guarded by this
    private long again; // guarded by this; when they are due by time alone
    private boolean leading; // guarded by this

    private StatusReporter(
            Supplier<Map<ObjectKey, WantedStatus>> statuses,
            Consumer<Map<ObjectKey, WantedStatus>> onStatuses,
            Supplier<Optional<Duration>> unchanged) {
        this.statuses = statuses;
        this.onStatuses = onStatuses;
        this.unchanged = unchanged;
        this.thread = Thread.ofPlatform().daemon().name("status-reporter").unstarted(this::run);
    }

    /**
     * Starts; nothing is worked out before this replica leads.
     *
     * @param statuses asked on the reporter's thread
     * @param onStatuses told on the reporter's thread
     * @param unchanged for how long no status changes by time alone, asked after each report; empty = for ever
     */
    public static StatusReporter start(
            Supplier<Map<ObjectKey, WantedStatus>> statuses,
            Consumer<Map<ObjectKey, WantedStatus>> onStatuses,
            Supplier<Optional<Duration>> unchanged) {
        StatusReporter reporter = new StatusReporter(statuses, onStatuses, unchanged);
        reporter.thread.start();
        return reporter;
    }

    /** Something may have changed. */
    public synchronized void changed() {
        due = true;
        notifyAll();
    }

    /** Whether this replica is the one that reports. */
    public synchronized void lead(boolean leads) {
        leading = leads;
        due = true;
        notifyAll();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                await();
                Thread.sleep(SETTLE);
                long begin = System.nanoTime();
                report();
                Thread.sleep(Duration.ofNanos((System.nanoTime() - begin) * REST));
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private synchronized void await() throws InterruptedException {
        while (!leading || !(due || again - System.nanoTime() <= 0)) {
            wait(leading ? Math.max(1, (again - System.nanoTime()) / 1_000_000) : 0); // 0 = until this replica leads
        }
    }

    private synchronized void rest(Duration rest) {
        again = System.nanoTime() + rest.toNanos();
    }

    private void report() {
        synchronized (this) {
            due = false;
        }
        Duration rest = LONGEST_REST;
        try {
            onStatuses.accept(statuses.get());
            rest = unchanged
                    .get()
                    .filter(until -> until.compareTo(LONGEST_REST) < 0)
                    .orElse(LONGEST_REST);
        } catch (RuntimeException | Error e) {
            // The top of the thread: a bug of ours, be it a recursion without end, must not silence all later reports.
            LOG.error("status.report-failed", e);
        } finally {
            rest(rest);
        }
    }
}
