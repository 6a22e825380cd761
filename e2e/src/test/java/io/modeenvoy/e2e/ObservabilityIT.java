package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.envoyproxy.envoy.admin.v3.ClientResourceStatus;
import io.envoyproxy.envoy.service.status.v3.ClientConfig;
import io.envoyproxy.envoy.service.status.v3.ClientStatusDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.status.v3.ClientStatusRequest;
import io.envoyproxy.envoy.service.status.v3.ClientStatusResponse;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What operators see of a call: its line in the access log, and the metrics. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ObservabilityIT {
    /** Envoy writes its log files every ten seconds. */
    private static final Duration FLUSH = Duration.ofSeconds(25);

    private final int simulatorPort = Program.freePort();
    private final int csdsPort = Program.freePort();
    private final Workspace workspace = Workspace.demo(Program.freePort(), simulatorPort);
    private String key = "";
    private Program simulator;
    private Gateway gateway;

    @BeforeAll
    void start() {
        workspace.provider("other", simulatorPort);
        workspace.write("route.yaml", """
                apiVersion: modeenvoy.io/v1alpha1
                kind: AIRoute
                metadata: {name: chat, namespace: demo}
                spec:
                  parentRefs: [{name: edge}]
                  rules:
                  - name: small
                    matches: [{models: [small]}]
                    backendRefs: [{name: simulator, model: really-small}]
                  - name: several
                    matches: [{models: [several]}]
                    backendRefs:
                    - {name: simulator, model: first}
                    - {name: other, model: second, priority: 1}
                """);
        workspace.write("budget.yaml", """
                apiVersion: modeenvoy.io/v1alpha1
                kind: Budget
                metadata: {name: daily, namespace: demo}
                spec:
                  target: {kind: Consumer, name: app}
                  limits: [{unit: OutputTokens, amount: "1000000", window: {calendar: Day}, mode: Strict}]
                """);
        workspace.guardedStatus(simulatorPort);
        simulator = Program.start("simulator", "--port", Integer.toString(simulatorPort));
        key = workspace.key("app-1");
        gateway = Gateway.run(workspace, "--csds", "127.0.0.1:" + csdsPort);
    }

    @AfterAll
    void stop() {
        gateway.close();
        simulator.close();
        workspace.close();
    }

    @Test
    void logsWhoCalledWhichModelAndWhatItUsed() {
        Gateway.Answer answer = gateway.post("/v1/chat/completions?token=hidden", key, Gateway.chatBody("small", 5));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);

        JsonNode line = line(answer.header("x-request-id"));

        caller(line);
        client(line);
        assertThat(line.path("status").asInt()).isEqualTo(200);
        assertThat(line.path("response_flags").asText("-")).isEqualTo("-");
        assertThat(line.path("operation").asText()).isEqualTo("chat");
        assertThat(line.path("model_asked").asText()).isEqualTo("small");
        assertThat(line.path("model_served").asText()).isEqualTo("really-small");
        assertThat(line.path("backend").asText()).isEqualTo("demo/simulator@really-small");
        assertThat(line.path("usage_source").asText()).isEqualTo("provider");
        JsonNode usage = answer.json().path("usage");
        assertThat(number(line, "input_tokens"))
                .isEqualTo(usage.path("prompt_tokens").asLong());
        assertThat(number(line, "output_tokens"))
                .isEqualTo(usage.path("completion_tokens").asLong());
        assertThat(number(line, "total_tokens"))
                .isEqualTo(usage.path("total_tokens").asLong());
        assertThat(number(line, "ttft_ms")).isNotNegative();
        assertThat(line.path("charged").asText())
                .isEqualTo("demo/daily/output-tokens/day=" + number(line, "output_tokens") + " reported");
    }

    @Test
    void logsWhatTheClientAskedForAlsoWhenTheAttemptWasRewrittenForItsBackend() {
        Gateway.Answer answer = gateway.chat(key, "several");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);

        JsonNode line = line(answer.header("x-request-id"));

        caller(line);
        client(line);
        assertThat(line.path("backend").asText()).isEqualTo("demo/simulator@first");
        assertThat(number(line, "attempts")).isEqualTo(1);
        assertThat(number(line, "output_tokens")).isPositive();
    }

    @Test
    void logsWhatAnAbortedStreamUsed() throws Exception {
        HttpRequest request = gateway.request("/v1/chat/completions", key)
                .header("content-type", "application/json")
                .header("x-sim-tokens", "500")
                .header("x-sim-chunk-ms", "10")
                .POST(
                        HttpRequest.BodyPublishers.ofString(
                                "{\"model\":\"small\",\"stream\":true,\"max_tokens\":500,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"))
                .build();
        HttpResponse<InputStream> response = gateway.open(request);
        int relayed = readTokens(response, 40);

        JsonNode line = line(response.headers().firstValue("x-request-id").orElseThrow());

        caller(line);
        client(line);
        assertThat(line.path("response_flags").asText()).isEqualTo("DC");
        assertThat(line.path("usage_source").asText()).isEqualTo("counted");
        assertThat(line.path("charged").asText()).isEqualTo("demo/daily/output-tokens/day=500 held");
        assertThat(line.path("model_served").asText()).isEqualTo("really-small");
        assertThat(line.path("backend").asText()).isEqualTo("demo/simulator@really-small");
        assertThat(number(line, "input_tokens")).isPositive();
        assertThat(number(line, "output_tokens")).isBetween(relayed * 31L / 32, 499L);
        assertThat(number(line, "total_tokens"))
                .isEqualTo(number(line, "input_tokens") + number(line, "output_tokens"));
        assertThat(number(line, "ttft_ms")).isPositive();
    }

    @Test
    void logsWhoCalledAnHttpRoute() {
        Gateway.Answer answer = gateway.get("/status?token=hidden", key);
        assertThat(answer.status()).isEqualTo(200);

        JsonNode line = line(answer.header("x-request-id"));

        caller(line);
        assertThat(line.path("path").asText()).isEqualTo("/status");
        assertThat(line.path("host").asText()).isEqualTo(gateway.base().getAuthority());
        assertThat(line.has("model_asked")).isFalse();
    }

    @Test
    void logsWhyACallWasRefusedAndNoSecretOfAnybody() {
        String typo = key.substring(0, key.length() - 3) + "000";
        Gateway.Answer refused = gateway.chat(typo);
        Gateway.Answer http = gateway.get("/status", typo);
        Gateway.Answer good = gateway.chat(key);

        JsonNode line = line(refused.header("x-request-id"));
        client(line);
        assertThat(line.path("status").asInt()).isEqualTo(401);
        assertThat(line.path("denied").asText()).isEqualTo("invalid_credential");
        assertThat(line(http.header("x-request-id")).path("denied").asText()).isEqualTo("invalid_credential");
        line(good.header("x-request-id"));
        assertThat(String.join("\n", log()))
                .doesNotContain(key)
                .doesNotContain(key.substring(key.length() - 16))
                .doesNotContain("sk-simulator")
                .doesNotContain("sk-other")
                .doesNotContain("hidden");
    }

    @Test
    void lengthsOfRequestsAndAnswersStayKnown() {
        Gateway.Answer answer = gateway.chat(key);

        JsonNode seen = simulator(answer.header("x-request-id"));

        assertThat(answer.header("content-length"))
                .isEqualTo(Integer.toString(answer.body().length()));
        assertThat(seen.path("content-length").toString()).containsPattern("[0-9]+");
        assertThat(seen.has("transfer-encoding")).isFalse();
    }

    @Test
    void showsMetricsByTheirConventionalNames() {
        assertThat(gateway.chat(key).status()).isEqualTo(200);

        String metrics = admin("/metrics");

        assertThat(metrics)
                .contains("gen_ai_client_token_usage")
                .contains("gen_ai_token_type=\"input\"", "gen_ai_token_type=\"output\"")
                .contains("gen_ai_server_time_to_first_token_seconds")
                .contains("gen_ai_server_request_duration_seconds")
                .contains("gen_ai_request_model=\"really-small\"", "gen_ai_operation_name=\"chat\"")
                .contains("modeenvoy_xds_streams", "modeenvoy_xds_responses_total", "modeenvoy_xds_convergence_seconds")
                .contains("modeenvoy_translation_duration_seconds")
                .doesNotContain(key)
                .doesNotContain("sk-simulator");
    }

    @Test
    void dumpsWhatIsServedWithoutItsSecrets() {
        String dump = admin("/xds/dump");

        assertThat(dump).contains("\"group\" : \"all\"", "\"group\" : \"services\"", "http_connection_manager");
        assertThat(dump).contains("pepper/1").doesNotContain("sk-simulator").doesNotContain("sk-other");
        JsonNode clusters = json(admin("/xds/dump?group=all&type=Cluster"));
        assertThat(clusters.findValuesAsText("typeUrl"))
                .containsExactly("type.googleapis.com/envoy.config.cluster.v3.Cluster");
        assertThat(clusters.findValuesAsText("name")).contains("modelprovider/demo/simulator");
    }

    @Test
    void tellsToolsWhatTheRealEnvoyHolds() throws Exception {
        JsonNode envoy = json(admin("/status")).path("nodes").get(0);
        assertThat(envoy.path("dialect").asText()).isEqualTo("delta");
        assertThat(envoy.path("warning").asText()).isEmpty();

        JsonNode held = json(admin("/xds/dump?node=" + envoy.path("id").asText()));

        assertThat(held.findValuesAsText("client_status")).isNotEmpty().containsOnly("ACKED");
        assertThat(held.findValuesAsText("config_status")).containsOnly("SYNCED");
        ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", csdsPort)
                .usePlaintext()
                .build();
        try {
            ClientStatusResponse status = ClientStatusDiscoveryServiceGrpc.newBlockingStub(channel)
                    .fetchClientStatus(ClientStatusRequest.getDefaultInstance());
            assertThat(status.getConfigList())
                    .flatExtracting(ClientConfig::getGenericXdsConfigsList)
                    .filteredOn(config -> config.getTypeUrl().endsWith(".Listener"))
                    .isNotEmpty()
                    .allMatch(
                            config -> config.getClientStatus() == ClientResourceStatus.ACKED && config.hasXdsConfig());
            assertThat(status.toString()).doesNotContain("sk-simulator").doesNotContain(key);
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void showsEnvoysOwnStatistics() {
        assertThat(admin("/envoy/stats")).contains("http.", "server.uptime");
        assertThat(admin("/envoy/stats/prometheus")).contains("envoy_server_uptime");
    }

    /** The headers of the request as the provider saw it. */
    private JsonNode simulator(String requestId) {
        String journal = gateway.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + simulatorPort + "/__sim/journal"))
                                .build())
                .body();
        for (JsonNode entry : json(journal).findParents("headers")) {
            if (entry.toString().contains(requestId)) {
                return entry.path("headers");
            }
        }
        throw new AssertionError("no request " + requestId + " in " + journal);
    }

    private void caller(JsonNode line) {
        assertThat(line.path("tenant").asText()).isEqualTo("demo");
        assertThat(line.path("consumer").asText()).isEqualTo("demo/app");
        assertThat(line.path("key_id").asText()).isNotEmpty();
        assertThat(key).contains("_" + line.path("key_id").asText() + "_");
    }

    /** Path and host of a chat as the client sent them. */
    private void client(JsonNode line) {
        assertThat(line.path("path").asText()).isEqualTo("/v1/chat/completions");
        assertThat(line.path("host").asText()).isEqualTo(gateway.base().getAuthority());
    }

    private static long number(JsonNode line, String field) {
        assertThat(line.path(field).isNumber()).as(field + " in " + line).isTrue();
        return line.path(field).asLong();
    }

    /** Reads so many pieces of content, hangs up, and gives how many it has seen. */
    private static int readTokens(HttpResponse<InputStream> response, int wanted) throws IOException {
        int seen = 0;
        StringBuilder text = new StringBuilder();
        try (InputStream body = response.body()) {
            byte[] buffer = new byte[4096];
            while (seen < wanted) {
                int read = body.read(buffer);
                assertThat(read).as("the stream ended: " + text).isPositive();
                text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                seen = text.toString().split("\"content\":\"[^\"]", -1).length - 1;
            }
        }
        return seen;
    }

    private String admin(String path) {
        Gateway.Answer answer =
                gateway.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.adminPort() + path))
                        .build());
        assertThat(answer.status()).as(path).isEqualTo(200);
        return answer.body();
    }

    /** The line of the request with this id, once Envoy has written it. */
    private JsonNode line(String requestId) {
        assertThat(requestId).isNotEmpty();
        Eventually.holds(
                "the line of " + requestId, FLUSH, () -> find(requestId).isPresent());
        return find(requestId).orElseThrow();
    }

    private Optional<JsonNode> find(String requestId) {
        return log().stream()
                .filter(line -> line.contains(requestId) && line.endsWith("}"))
                .map(ObservabilityIT::json)
                .findFirst();
    }

    private List<String> log() {
        Path file = workspace.directory().resolve(".modeenvoy/access.log");
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }
}
