package io.modeenvoy.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** {@code modeenvoy run} on a workspace, and calls through it. */
final class Gateway implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Program program;
    private final URI base;
    private final int adminPort;
    private volatile Consumer<Answer> listener = answer -> {};

    private Gateway(Program program, URI base, int adminPort) {
        this.program = program;
        this.base = base;
        this.adminPort = adminPort;
    }

    /** An answer, read to its end. */
    record Answer(int status, HttpResponse<String> response) {
        String body() {
            return response.body();
        }

        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + response.body(), e);
            }
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    /** Starts it and waits until it is ready. */
    static Gateway run(Workspace workspace, String... options) {
        int adminPort = Program.freePort();
        List<String> arguments = new java.util.ArrayList<>(
                List.of("run", workspace.directory().toString(), "--admin-port", Integer.toString(adminPort)));
        arguments.addAll(List.of(options));
        return started(Program.start(arguments.toArray(String[]::new)), adminPort);
    }

    /** The same with so much memory. */
    static Gateway run(Workspace workspace, int heapMegabytes) {
        int adminPort = Program.freePort();
        return started(
                Program.start(
                        Map.of("JDK_JAVA_OPTIONS", "-Xmx" + heapMegabytes + "m"),
                        "run",
                        workspace.directory().toString(),
                        "--admin-port",
                        Integer.toString(adminPort)),
                adminPort);
    }

    private static Gateway started(Program program, int adminPort) {
        String ready = program.awaitLine(line -> line.startsWith("ready "));
        return new Gateway(program, URI.create(ready.substring("ready ".length())), adminPort);
    }

    /** Calls through processes started by the test itself. */
    static Gateway at(Program program, URI base, int adminPort) {
        return new Gateway(program, base, adminPort);
    }

    /** Each answer is told to {@code listener} too. */
    Gateway toldTo(Consumer<Answer> to) {
        listener = to;
        return this;
    }

    Program program() {
        return program;
    }

    URI base() {
        return base;
    }

    int adminPort() {
        return adminPort;
    }

    HttpRequest.Builder request(String path, String key) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(60));
        if (!key.isEmpty()) {
            builder.header("authorization", "Bearer " + key);
        }
        return builder;
    }

    Answer get(String path, String key) {
        return send(request(path, key).GET().build());
    }

    Answer post(String path, String key, String body) {
        return send(request(path, key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** A chat with the model {@code small}. */
    Answer chat(String key) {
        return chat(key, "small");
    }

    Answer chat(String key, String model) {
        return post("/v1/chat/completions", key, chatBody(model, 5));
    }

    static String chatBody(String model, int maxTokens) {
        return "{\"model\":\"" + model + "\",\"max_tokens\":" + maxTokens
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            Answer answer = new Answer(response.statusCode(), response);
            listener.accept(answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The answer's body as it arrives. */
    HttpResponse<InputStream> open(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    /** What the admin endpoint says at {@code path}. */
    JsonNode admin(String path) {
        return page(path).json();
    }

    /** The same, whatever it is written in. */
    Answer page(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
                .build());
    }

    /** Settled and reserved amounts of a budget. */
    JsonNode budget(String id) {
        for (JsonNode budget : admin("/budgets").path("budgets")) {
            if (budget.path("id").asText().equals(id)) {
                return budget;
            }
        }
        throw new AssertionError("no budget " + id + " in " + admin("/budgets"));
    }

    @Override
    public void close() {
        client.close();
        program.close();
    }
}
