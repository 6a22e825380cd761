package io.modeenvoy.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The model server "aimock", which others wrote and which can fail on request. */
final class Aimock implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final int port;
    private final String key;

    private Aimock(Process process, int port, String key) {
        this.process = process;
        this.port = port;
        this.key = key;
    }

    /**
     * Starts it.
     *
     * @param key the only one it takes; a call with another one gets 401
     * @param options further ones, for example {@code --chaos-drop 1}
     */
    static Aimock start(String key, String... options) {
        int port = Program.freePort();
        List<String> command = new ArrayList<>(List.of(
                "node",
                home().resolve("node_modules/@copilotkit/aimock/dist/cli.js").toString(),
                "-p",
                Integer.toString(port),
                "-f",
                Program.root().resolve("e2e/src/test/resources/aimock").toString(),
                "--log-level",
                "silent"));
        command.addAll(List.of(options));
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Files.createTempFile("aimock-", ".log").toFile());
            builder.environment().put("AIMOCK_API_KEYS", key);
            Process process = builder.start();
            Aimock aimock = new Aimock(process, port, key);
            Eventually.holds("aimock answers", Duration.ofSeconds(20), aimock::answers);
            return aimock;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path home() {
        String configured = System.getenv("MODEENVOY_AIMOCK");
        if (configured == null || !Files.isDirectory(Path.of(configured))) {
            throw new AssertionError("MODEENVOY_AIMOCK: " + configured
                    + " (expected: the folder that bin/install-test-tools installed aimock into; bin/test sets it)");
        }
        return Path.of(configured);
    }

    int port() {
        return port;
    }

    private boolean answers() {
        try {
            get("/__aimock/journal");
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** The requests it answered with a model's answer or a fault; those of a wrong key are not among them. */
    JsonNode journal() {
        try {
            return new ObjectMapper().readTree(get("/__aimock/journal"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String get(String path) {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .header("authorization", "Bearer " + key)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
