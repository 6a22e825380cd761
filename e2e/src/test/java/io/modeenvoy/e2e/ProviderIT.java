package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What a provider is sent: the fields it takes, under its own path and query, and nothing of who calls. */
final class ProviderIT {
    private static final String ANSWER =
            "{\"object\":\"chat.completion\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7}}";

    /** All that a provider gets of {@link #call}. */
    private static final Set<String> LISTED = Set.of(
            "cdn-loop",
            "accept-encoding",
            "api-key",
            "content-length",
            "content-type",
            "host",
            "openai-beta",
            "user-agent",
            "x-request-id");

    private final int port = Program.freePort();

    /** A request as it came. */
    private record Seen(String uri, Map<String, String> headers, String body) {}

    /** Answers with one status and remembers what it got. */
    private static final class Provider implements AutoCloseable {
        private final List<Seen> seen = new CopyOnWriteArrayList<>();
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final HttpServer server;
        private final int status;

        Provider(int status) {
            this.status = status;
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.createContext("/", this::answer);
            server.setExecutor(threads);
            server.start();
        }

        private void answer(HttpExchange exchange) throws IOException {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            seen.add(new Seen(exchange.getRequestURI().toString(), headers, body));
            byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.getResponseHeaders().set("x-request-id", "req_of_the_provider");
            exchange.sendResponseHeaders(status, answer.length);
            try (var out = exchange.getResponseBody()) {
                out.write(answer);
            }
        }

        int port() {
            return server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
            threads.close();
        }
    }

    private static void provider(Workspace workspace, String name, String url, String more) {
        workspace.write("provider-" + name + ".yaml", """
                apiVersion: v1
                kind: Secret
                metadata: {name: %1$s, namespace: demo}
                stringData: {apiKey: sk-%1$s}
                ---
                apiVersion: modeenvoy.io/v1alpha1
                kind: ModelProvider
                metadata: {name: %1$s, namespace: demo}
                spec:
                  schema: OpenAI
                  endpoint: {url: "%2$s"}
                  auth: {type: Header, name: api-key, secretRef: {name: %1$s}}
                  models: [{name: small, maxOutputTokens: 1000}]
                %3$s
                """.formatted(name, url, more));
    }

    private static void route(Workspace workspace, String backends) {
        workspace.write("route.yaml", """
                apiVersion: modeenvoy.io/v1alpha1
                kind: AIRoute
                metadata: {name: chat, namespace: demo}
                spec:
                  parentRefs: [{name: edge}]
                  rules:
                  - name: small
                    matches: [{models: [small]}]
                    backendRefs: [%s]
                """.formatted(backends));
        workspace.write("budget.yaml", """
                apiVersion: modeenvoy.io/v1alpha1
                kind: Budget
                metadata: {name: daily, namespace: demo}
                spec:
                  target: {kind: Consumer, name: app}
                  limits: [{unit: TotalTokens, amount: "100000", window: {calendar: Day}, mode: Strict}]
                """);
    }

    private static Gateway.Answer call(Gateway gateway, String key, String path, String body) {
        HttpRequest.Builder request = gateway.request(path, key)
                .header("content-type", "application/json")
                .header("x-forwarded-for", "10.20.30.40")
                .header("x-real-ip", "10.20.30.40")
                .header("via", "1.1 inside.corp")
                .header("cookie", "session=1")
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .header("openai-beta", "assistants=v2")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return gateway.send(request.build());
    }

    @Test
    void sendsTheOnlyProviderWhatItsProfileSays() {
        try (Provider only = new Provider(200);
                Workspace workspace = Workspace.demo(port, only.port())) {
            provider(
                    workspace,
                    "simulator",
                    "http://127.0.0.1:" + only.port() + "/deployments/m?api-version=2024-10-21",
                    "  profile: {streamOptions: Never, outputLimit: MaxTokens, dropFields: [store]}");
            route(workspace, "{name: simulator}");
            String key = workspace.key("app-1");
            try (Gateway gateway = Gateway.run(workspace)) {
                Gateway.Answer answer = call(
                        gateway,
                        key,
                        "/v1/chat/completions?api-version=1&x=2",
                        "{\"model\":\"small\",\"stream\":true,\"max_completion_tokens\":9,\"messages\":[],\"store\":true}");

                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                assertThat(answer.header("x-provider-request-id")).isEqualTo("req_of_the_provider");
                Seen seen = only.seen.getFirst();
                assertThat(seen.uri()).isEqualTo("/deployments/m/chat/completions?api-version=2024-10-21&x=2");
                assertThat(seen.body())
                        .isEqualTo("{\"model\":\"small\",\"stream\":true,\"max_tokens\":9,\"messages\":[]}");
                assertThat(seen.headers().keySet()).isEqualTo(LISTED);
                assertThat(seen.headers())
                        .containsEntry("accept-encoding", "identity")
                        .containsEntry("api-key", "sk-simulator")
                        .containsEntry("user-agent", "modeenvoy");
            }
        }
    }

    @Test
    void sendsEachAttemptWhatItsOwnProfileSays() {
        try (Provider first = new Provider(503);
                Provider second = new Provider(200);
                Workspace workspace = Workspace.demo(port, first.port())) {
            provider(
                    workspace,
                    "simulator",
                    "http://127.0.0.1:" + first.port() + "/v1?api-version=1",
                    "  headers: {forward: [traceparent]}");
            provider(
                    workspace,
                    "second",
                    "http://127.0.0.1:" + second.port() + "/v1",
                    "  profile: {outputLimit: MaxCompletionTokens}");
            route(workspace, "{name: simulator}, {name: second, priority: 1}");
            String key = workspace.key("app-1");
            try (Gateway gateway = Gateway.run(workspace)) {
                Gateway.Answer answer =
                        call(gateway, key, "/v1/chat/completions", "{\"model\":\"small\",\"messages\":[]}");

                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                Seen one = first.seen.getFirst();
                Seen two = second.seen.getFirst();
                assertThat(one.uri()).isEqualTo("/v1/chat/completions?api-version=1");
                assertThat(one.body()).isEqualTo("{\"max_tokens\":1000,\"model\":\"small\",\"messages\":[]}");
                assertThat(one.headers().keySet()).containsAll(LISTED).hasSize(LISTED.size() + 1);
                assertThat(one.headers()).containsKey("traceparent");
                assertThat(two.uri()).isEqualTo("/v1/chat/completions");
                assertThat(two.body())
                        .isEqualTo("{\"max_completion_tokens\":1000,\"model\":\"small\",\"messages\":[]}");
                assertThat(two.headers().keySet()).isEqualTo(LISTED);
                assertThat(two.headers()).containsEntry("api-key", "sk-second");
            }
        }
    }
}
