package io.modeenvoy.e2e;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Steady calls from several threads; every answer but 200 is a failure, and is kept as evidence. */
final class Load implements AutoCloseable {
    private final Evidence evidence;
    private final Supplier<Gateway.Answer> call;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final Thread[] threads;
    private volatile boolean running = true;

    private Load(Evidence evidence, int count, Supplier<Gateway.Answer> call) {
        this.evidence = evidence;
        this.call = call;
        this.threads = new Thread[count];
        for (int i = 0; i < count; i++) {
            threads[i] = Thread.ofVirtual().start(this::loop);
        }
    }

    static Load start(Evidence evidence, int threads, Supplier<Gateway.Answer> call) {
        return new Load(evidence, threads, call);
    }

    private void loop() {
        while (running) {
            if (!answered()) {
                failures.incrementAndGet();
            }
            calls.incrementAndGet();
        }
    }

    private boolean answered() {
        try {
            Gateway.Answer answer = call.get();
            if (answer.status() != 200) {
                evidence.failed("in the load: " + Evidence.words(answer));
            }
            return answer.status() == 200;
        } catch (RuntimeException e) {
            evidence.failed("in the load: " + e);
            return false;
        }
    }

    int calls() {
        return calls.get();
    }

    /** Ends the load; every call of it must have been answered. */
    void assertNothingFailed() {
        close();
        if (failures.get() > 0) {
            throw new AssertionError("%d of %d calls failed".formatted(failures.get(), calls.get()));
        }
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
