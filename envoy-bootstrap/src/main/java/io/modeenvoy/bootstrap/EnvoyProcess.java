package io.modeenvoy.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A local Envoy. It is not restarted: {@link #exit} tells when and how it ended. Closing it drains and ends it. */
public final class EnvoyProcess implements AutoCloseable {
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    /**
     * How long a call may go on over a listener or filter chain that was changed meanwhile. Its connection takes no further call: the answer says so at
     * once, whatever the time.
     */
    private static final Duration DRAIN_TIME = Duration.ofMinutes(10);

    private final Process process;
    private final Path adminAddress;

    private EnvoyProcess(Process process, Path adminAddress) {
        this.process = process;
        this.adminAddress = adminAddress;
    }

    /**
     * How a local Envoy is run.
     *
     * @param binary the Envoy binary
     * @param folder where its bootstrap and the address of its admin interface are written; must exist
     * @param log file that gets its log and standard output, the access log included when that goes there; null = our own standard error
     * @param concurrency worker threads; 0 = one a processor
     * @param arguments further arguments
     */
    public record Options(
            Path binary, Path folder, @Nullable Path log, int concurrency, List<String> arguments) {
        public Options {
            arguments = List.copyOf(arguments);
        }

        /** One worker thread a processor, log to {@code folder/envoy.log}. */
        public static Options of(Path binary, Path folder) {
            return new Options(binary, folder, folder.resolve("envoy.log"), 0, List.of());
        }

        public Options withLog(@Nullable Path file) {
            return new Options(binary, folder, file, concurrency, arguments);
        }

        public Options withConcurrency(int threads) {
            return new Options(binary, folder, log, threads, arguments);
        }

        public Options withArguments(String... more) {
            return new Options(binary, folder, log, concurrency, List.of(more));
        }
    }

    /** Starts it; it is ready once its control plane has answered, which the caller sees on its listeners or its admin interface. */
    public static EnvoyProcess start(Options options, Bootstrap bootstrap) throws IOException {
        Path file = Files.writeString(options.folder().resolve("envoy-bootstrap.json"), bootstrap.json());
        Path adminAddress = options.folder().resolve("envoy-admin-address");
        Files.deleteIfExists(adminAddress);
        ProcessBuilder builder = new ProcessBuilder(command(options, file, adminAddress)).redirectErrorStream(true);
        if (options.log() == null) {
            builder.redirectOutput(Path.of("/dev/stderr").toFile());
        } else {
            builder.redirectOutput(
                    ProcessBuilder.Redirect.appendTo(options.log().toFile()));
        }
        return new EnvoyProcess(builder.start(), adminAddress);
    }

    private static List<String> command(Options options, Path file, Path adminAddress) {
        List<String> command = new ArrayList<>(List.of(
                options.binary().toString(),
                "--config-path",
                file.toString(),
                "--admin-address-path",
                adminAddress.toString(),
                "--use-dynamic-base-id",
                "--drain-time-s",
                Long.toString(DRAIN_TIME.toSeconds()),
                "--drain-strategy",
                "immediate",
                "--log-level",
                "warning"));
        if (options.concurrency() > 0) {
            command.addAll(List.of("--concurrency", Integer.toString(options.concurrency())));
        }
        command.addAll(options.arguments());
        return command;
    }

    /** Completes with the exit code when the process ends, however that comes. */
    public CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Where its admin interface listens, null until Envoy has said so. */
    public @Nullable Address adminAddress() throws IOException {
        if (!Files.exists(adminAddress)) {
            return null;
        }
        String text = Files.readString(adminAddress).strip();
        if (text.isEmpty()) {
            return null;
        }
        return text.startsWith("/") ? new Address.Unix(text) : Address.parse(text);
    }

    /** Ends it with SIGTERM, and with SIGKILL when it takes longer than {@code limit}. */
    public void end(Duration limit) {
        process.destroy();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end(END_LIMIT);
    }
}
