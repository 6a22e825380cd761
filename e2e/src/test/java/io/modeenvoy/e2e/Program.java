package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process of the {@code modeenvoy} program, started as its users start it. */
final class Program implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path errors;
    private final List<String> lines = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    private Program(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        Thread.ofPlatform().daemon().name("stdout").start(this::read);
    }

    /** What a finished command said. */
    record Result(int exitCode, String out, String err) {}

    /** The root of the checkout. */
    static Path root() {
        return Path.of(System.getProperty("modeenvoy.root", ".."))
                .toAbsolutePath()
                .normalize();
    }

    /** A port nobody listens on now. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a long-running command; its standard error goes to a file. */
    static Program start(String... arguments) {
        return start(Map.of(), arguments);
    }

    static Program start(Map<String, String> environment, String... arguments) {
        try {
            Path errors = temporary(".err");
            ProcessBuilder builder = builder(arguments).redirectError(errors.toFile());
            builder.environment().putAll(environment);
            return new Program(builder.start(), errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end. */
    static Result run(String... arguments) {
        try {
            Path out = temporary(".out");
            Path err = temporary(".err");
            Process process = builder(arguments)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", arguments) + " did not end\n" + Files.readString(err));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path temporary(String suffix) throws IOException {
        Path file = Files.createTempFile("modeenvoy-", suffix);
        file.toFile().deleteOnExit();
        return file;
    }

    /** The program without its arguments. It lives for seconds: what the second compiler does in them is lost. */
    static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseCompactObjectHeaders",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                root().resolve("cli/target/dist/lib") + "/*",
                "io.modeenvoy.cli.ModeEnvoy");
    }

    private static ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(command());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            // The process ended while its output was read.
        } finally {
            ended.countDown();
            synchronized (lines) {
                lines.notifyAll();
            }
        }
    }

    /** Waits for a line of standard output. A program without it is ended: left alone, it would disturb all later tests. */
    String awaitLine(Predicate<String> wanted) {
        try {
            return line(wanted);
        } catch (AssertionError e) {
            process.destroy();
            throw e;
        }
    }

    private String line(Predicate<String> wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        synchronized (lines) {
            while (true) {
                for (String line : lines) {
                    if (wanted.test(line)) {
                        return line;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0 || ended.getCount() == 0) {
                    throw new AssertionError("the line did not come; standard output " + lines + "\n" + errors());
                }
                try {
                    lines.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** Standard error so far. */
    String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** Sends it a signal by its name. */
    void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(exit).as("kill -" + name).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends it as {@code kill} does and gives the exit code. */
    int terminate() {
        process.destroy();
        return await();
    }

    private int await() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the program did not end\n" + errors());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        terminate();
    }
}
