package io.modeenvoy.cli;

import io.modeenvoy.bootstrap.Address;
import io.modeenvoy.bootstrap.EnvoyAdmin;
import java.io.IOException;
import java.time.Duration;

/** Lets calls under way end before Envoy does: its listeners stop taking connections, and it is given time until no call is active. */
record EnvoyDrain(EnvoyAdmin admin) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** As long as calls keep coming, connections are still taken for a while: whoever balances the load has to see that we are leaving. */
    private static final Duration OPEN = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private static final Duration LIMIT = Duration.ofSeconds(2);

    /** Of the Envoy whose admin interface is there. */
    EnvoyDrain(Address admin) {
        this(new EnvoyAdmin(admin));
    }

    @Override
    public void close() throws IOException {
        try {
            post("/drain_listeners?graceful&skip_exit");
            awaitCalls(OPEN);
            post("/drain_listeners");
            awaitCalls(PATIENCE.minus(OPEN));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells whoever balances the load for all of {@code notice}, waits for the calls, and ends Envoy. */
    void end(Duration notice, Duration limit) throws IOException {
        try {
            post("/healthcheck/fail");
            post("/drain_listeners?graceful&skip_exit");
            Thread.sleep(notice);
            post("/drain_listeners");
            awaitCalls(limit.minus(notice));
            post("/quitquitquit");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitCalls(Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (active() > 0 && System.nanoTime() < end) {
            Thread.sleep(PAUSE);
        }
    }

    private long active() throws IOException {
        return admin.send("GET", "/stats?filter=%5Ehttp%5C..*downstream_rq_active$", LIMIT)
                .body()
                .lines()
                .filter(line -> !line.startsWith("http.admin."))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private void post(String target) throws IOException {
        var _ = admin.send("POST", target, LIMIT);
    }
}
