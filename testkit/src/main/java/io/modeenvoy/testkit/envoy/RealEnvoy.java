package io.modeenvoy.testkit.envoy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The Envoy binary that tests use. */
public final class RealEnvoy {
    /** The version everything is tested with. */
    public static final String VERSION = "1.40.0";

    private static final Duration VALIDATION_LIMIT = Duration.ofSeconds(60);

    private final Path binary;

    private RealEnvoy(Path binary) {
        this.binary = binary;
    }

    /**
     * Finds it: system property {@code modeenvoy.envoy}, else environment {@code MODEENVOY_ENVOY}, else below {@code MODEENVOY_CACHE}, else below the user's
     * cache folder. An absent Envoy is a failure, never a skipped test.
     */
    public static RealEnvoy find() {
        return find(System.getProperty("modeenvoy.envoy"), System.getenv(), Path.of(System.getProperty("user.home")));
    }

    static RealEnvoy find(@Nullable String property, Map<String, String> environment, Path home) {
        Path binary = location(property, environment, home);
        if (!Files.isExecutable(binary)) {
            throw new IllegalStateException("Envoy: " + binary
                    + " is absent (expected: Envoy " + VERSION
                    + " there; let bin/test install it, or set MODEENVOY_ENVOY or -Dmodeenvoy.envoy to a binary)");
        }
        return new RealEnvoy(binary);
    }

    private static Path location(@Nullable String property, Map<String, String> environment, Path home) {
        if (property != null) {
            return Path.of(property);
        }
        String named = environment.get("MODEENVOY_ENVOY");
        if (named != null) {
            return Path.of(named);
        }
        String cache = environment.get("MODEENVOY_CACHE");
        Path folder = cache != null ? Path.of(cache) : home.resolve(".cache/modeenvoy");
        return folder.resolve("envoy").resolve(VERSION).resolve("envoy");
    }

    /** Where it lies. */
    public Path binary() {
        return binary;
    }

    /** Whether Envoy takes {@code bootstrap} (YAML or JSON). */
    public Validation validate(String bootstrap) {
        try {
            Path folder = Files.createTempDirectory("envoy-validate");
            Path log = folder.resolve("envoy.log");
            Process process = launch(folder, bootstrap, List.of("--mode", "validate"), log);
            if (!process.waitFor(VALIDATION_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("envoy --mode validate: no end within " + VALIDATION_LIMIT);
            }
            Validation validation = Validation.of(process.exitValue() == 0, Files.readString(log));
            delete(folder);
            return validation;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts it and waits until it is ready. The bootstrap's admin interface must listen on a loopback port (0 = any) or on a socket file. */
    public RunningEnvoy start(String bootstrap, String... arguments) {
        try {
            Path folder = Files.createTempDirectory("envoy-run");
            Path admin = folder.resolve("admin");
            Path log = folder.resolve("envoy.log");
            List.of(folder, folder.resolve("bootstrap.yaml"), admin, log)
                    .forEach(path -> path.toFile().deleteOnExit());
            List<String> all = new ArrayList<>(List.of("--admin-address-path", admin.toString()));
            all.addAll(List.of(arguments));
            RunningEnvoy envoy = new RunningEnvoy(launch(folder, bootstrap, all, log), admin, log);
            envoy.awaitReady();
            return envoy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the folder of an Envoy that ended well; that of one that did not is kept for who looks into it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private Process launch(Path folder, String bootstrap, List<String> arguments, Path log) throws IOException {
        Path file = Files.writeString(folder.resolve("bootstrap.yaml"), bootstrap);
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "-c",
                file.toString(),
                "--use-dynamic-base-id",
                "--concurrency",
                "1",
                "--drain-strategy",
                "immediate",
                "-l",
                "warning"));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}
