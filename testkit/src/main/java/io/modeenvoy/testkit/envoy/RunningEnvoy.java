package io.modeenvoy.testkit.envoy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running Envoy; closing it ends its process. */
public final class RunningEnvoy implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final long STEP_MILLIS = 20;

    private final Process process;
    private final Path adminAddress;
    private final Path log;

    RunningEnvoy(Process process, Path adminAddress, Path log) {
        this.process = process;
        this.adminAddress = adminAddress;
        this.log = log;
    }

    void awaitReady() {
        try {
            await("ready", START_LIMIT, this::isReady);
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private boolean isReady() {
        try {
            return Files.exists(adminAddress) && admin("/ready").contains("LIVE");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Waits until {@code condition} holds; fails with Envoy's log when it ends before or {@code limit} is over. */
    public void await(String what, Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (ended() || System.nanoTime() > deadline) {
                throw new IllegalStateException("Envoy: not " + what + " within " + limit + "\n" + log());
            }
        }
    }

    private boolean ended() {
        try {
            return process.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The body of GET {@code path} on the admin interface. */
    public String admin(String path) {
        return request("GET", path);
    }

    /** The body of POST {@code path} on the admin interface. */
    public String adminPost(String path) {
        return request("POST", path);
    }

    private String request(String method, String path) {
        try {
            return AdminCall.send(Files.readString(adminAddress).strip(), method, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port a listener is bound to. */
    public int port(String listener) {
        Pattern line = Pattern.compile("^" + Pattern.quote(listener) + "::.*:(\\d+)$", Pattern.MULTILINE);
        Matcher matcher = line.matcher(admin("/listeners"));
        if (!matcher.find()) {
            throw new IllegalStateException(
                    "listener: " + listener + " (expected: one of " + admin("/listeners") + ")");
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** The value of a counter or gauge; 0 when Envoy does not know it. */
    public long stat(String name) {
        Matcher matcher = Pattern.compile("^" + Pattern.quote(name) + ": (\\d+)$", Pattern.MULTILINE)
                .matcher(admin("/stats?usedonly"));
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /** All it has logged. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its process. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Ends it: SIGTERM, and SIGKILL when that takes longer than five seconds. Fails if it was given anything deprecated. */
    @Override
    public void close() {
        end();
        List<String> deprecations = Validation.deprecations(log());
        if (!deprecations.isEmpty()) {
            throw new IllegalStateException(
                    "Envoy: " + deprecations + " (expected: nothing that a later one does not know)");
        }
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
