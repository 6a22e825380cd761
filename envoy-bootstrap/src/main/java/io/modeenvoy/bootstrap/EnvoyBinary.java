package io.modeenvoy.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An installed Envoy. */
public record EnvoyBinary(Path path) {
    /** The version the product is made for. */
    public static final String VERSION = "1.40.0";

    private static final Pattern PRINTED = Pattern.compile("/(\\d+\\.\\d+\\.\\d+)/");

    /** The one given, else the one that MODEENVOY_ENVOY names, else the one in the cache folder. */
    public static Optional<EnvoyBinary> find(@Nullable Path given) {
        return find(given, System.getenv());
    }

    static Optional<EnvoyBinary> find(@Nullable Path given, Map<String, String> environment) {
        String named = environment.getOrDefault("MODEENVOY_ENVOY", "");
        Path path = given != null ? given : named.isEmpty() ? cached(environment) : Path.of(named);
        return Files.isExecutable(path) ? Optional.of(new EnvoyBinary(path)) : Optional.empty();
    }

    private static Path cached(Map<String, String> environment) {
        return CacheFolder.of(environment).resolve("envoy").resolve(VERSION).resolve("envoy");
    }

    /** What it says of its version. */
    public Optional<String> version() {
        try {
            Matcher version = PRINTED.matcher(output("--version"));
            return version.find() ? Optional.of(version.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Lets it read a bootstrap without running it: empty = good, else its own words. */
    public Optional<String> validate(String bootstrap) throws IOException {
        Path file = Files.createTempFile(
                "envoy-", ".json", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(file, bootstrap);
            String output = output("--mode", "validate", "--log-level", "error", "--config-path", file.toString());
            return output.contains("OK") ? Optional.empty() : Optional.of(output.strip());
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private String output(String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = path.toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(path + " " + String.join(" ", arguments) + ": no end after 30 s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        return output;
    }
}
