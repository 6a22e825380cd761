package io.modeenvoy.testkit.live;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Callers that call every path in turn until it is closed, and what failed: any status but 200, any error of the connection. */
public final class Traffic implements AutoCloseable {
    private static final int KEPT_FAILURES = 100;

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running = true;

    private Traffic() {}

    /** Starts one thread a caller; each rests for so long between two calls. */
    public static Traffic start(Collection<? extends Caller> callers, List<String> paths, Duration rest) {
        Traffic traffic = new Traffic();
        for (Caller caller : callers) {
            traffic.threads.add(Thread.ofVirtual()
                    .name("caller-", traffic.threads.size())
                    .start(() -> traffic.run(caller, List.copyOf(paths), rest)));
        }
        return traffic;
    }

    private void run(Caller caller, List<String> paths, Duration rest) {
        try (caller) {
            for (int i = 0; running; i++) {
                call(caller, paths.get(i % paths.size()));
                if (rest.isPositive()) {
                    LockSupport.parkNanos(rest.toNanos());
                }
            }
        }
    }

    private void call(Caller caller, String path) {
        try {
            int status = caller.call(path);
            if (status != 200) {
                fail(path + ": status " + status);
            }
        } catch (IOException e) {
            fail(path + ": " + e.getMessage());
        }
        calls.incrementAndGet();
    }

    private void fail(String what) {
        if (failed.incrementAndGet() <= KEPT_FAILURES) {
            failures.add(what);
        }
    }

    /** Answered and failed. */
    public long calls() {
        return calls.get();
    }

    public long failed() {
        return failed.get();
    }

    /** The first of them in words. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        running = false;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
