package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BudgetIT {
    private static final int STREAM_TOKENS = 40;
    /** Of streams that nobody reads to their end. */
    private static final int LONG_TOKENS = 400;

    private static final String BUDGET = "demo/hourly/total-tokens/day";
    private static final String ELASTIC = "demo/soft/total-tokens/day";

    private final int simulatorPort = Program.freePort();
    private final int port = Program.freePort();
    private final Workspace workspace = Workspace.demo(port, simulatorPort);
    private String key = "";
    private Program simulator;

    @BeforeEach
    void start() {
        simulator = Program.start("simulator", "--port", Integer.toString(simulatorPort));
        key = workspace.key("app-1");
    }

    @AfterEach
    void stop() {
        simulator.close();
        workspace.close();
    }

    private void budget(long amount) {
        workspace.write("budget.yaml", """
            apiVersion: modeenvoy.io/v1alpha1
            kind: Budget
            metadata: {name: hourly, namespace: demo}
            spec:
              target: {kind: Consumer, name: app}
              limits: [{unit: TotalTokens, amount: "%d", window: {calendar: Day}, mode: Strict}]
            """.formatted(amount));
    }

    @Test
    void answers429WithReasonAndRetryAfterWhenAStrictBudgetIsUsedUp() {
        budget(300);
        try (Gateway gateway = Gateway.run(workspace)) {
            Gateway.Answer last = gateway.chat(key);
            for (int i = 0; i < 100 && last.status() == 200; i++) {
                last = gateway.chat(key);
            }

            assertThat(last.status()).as(last.body()).isEqualTo(429);
            assertThat(last.json().at("/error/code").asText()).isEqualTo("budget_exceeded");
            assertThat(last.json().at("/error/message").asText()).contains("demo/hourly");
            assertThat(Long.parseLong(last.header("retry-after"))).isPositive();
            assertThat(gateway.budget(BUDGET).path("settled").asLong())
                    .isPositive()
                    .isLessThanOrEqualTo(300);
        }
    }

    @Test
    void keepsStrictBudgetsOfADamagedLedgerClosedUntilItIsAccepted() throws Exception {
        budget(100_000);
        try (Gateway gateway = Gateway.run(workspace)) {
            assertThat(gateway.chat(key).status()).isEqualTo(200);
        }
        Path segment;
        try (Stream<Path> files = Files.list(workspace.directory().resolve(".modeenvoy/ledger"))) {
            segment = files.filter(file -> file.getFileName().toString().startsWith("journal-"))
                    .max(Comparator.comparing(Path::toString))
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment, bytes);
        String directory = workspace.directory().toString();

        Program.Result inspected = Program.run("ledger", "inspect", directory);
        assertThat(inspected.exitCode()).as(inspected.err()).isEqualTo(1);
        assertThat(inspected.out()).contains("LOST " + segment.getFileName() + " offset ", "modeenvoy ledger accept");
        try (Gateway gateway = Gateway.run(workspace)) {
            Gateway.Answer closed = gateway.chat(key);
            assertThat(closed.status()).as(closed.body()).isEqualTo(503);
            assertThat(closed.json().at("/error/code").asText()).isEqualTo("budget_closed");
            assertThat(gateway.page("/readyz").body()).startsWith("ready\nwarning: a part of the ledger");
            assertThat(gateway.page("/metrics").body()).contains("modeenvoy_ledger_damaged 1.0");

            Program.Result accepted = Program.run("ledger", "accept", directory);
            assertThat(accepted.exitCode()).as(accepted.err()).isZero();
            assertThat(accepted.out()).contains("KEPT " + segment.getFileName() + ".damaged", "accepted: ");
            Eventually.holds(
                    "the budget is open again",
                    Duration.ofSeconds(20),
                    () -> gateway.chat(key).status() == 200);
            assertThat(gateway.page("/readyz").body()).isEqualTo("ready\n");
        }
    }

    @Test
    void neverOverrunsAStrictBudgetUnderSixtyFourMaximalStreams() throws Exception {
        String body = streamBody(STREAM_TOKENS);
        long hold = (long) body.length() + STREAM_TOKENS;
        long limit = 10 * hold;
        budget(limit);
        try (Gateway gateway = Gateway.run(workspace);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                calls.add(threads.submit(
                        () -> gateway.send(stream(gateway, body, 5)).status()));
            }
            int good = 0;
            for (Future<Integer> call : calls) {
                int status = call.get();
                assertThat(status).isIn(200, 429);
                good += status == 200 ? 1 : 0;
                JsonNode now = gateway.budget(BUDGET);
                assertThat(now.path("settled").asLong() + now.path("reserved").asLong())
                        .isLessThanOrEqualTo(limit);
            }

            assertThat(good).isBetween(10, 63);
            Eventually.holds(
                    "all is settled",
                    Duration.ofSeconds(5),
                    () -> gateway.budget(BUDGET).path("reserved").asLong() == 0);
            assertThat(gateway.budget(BUDGET).path("settled").asLong())
                    .isPositive()
                    .isLessThanOrEqualTo(limit);
        }
    }

    @Test
    void chargesStrictBudgetsTheHoldAndElasticOnesWhatWasRelayedWhenAnAnswerIsCut() throws Exception {
        budget(10_000_000);
        workspace.write("soft.yaml", """
                apiVersion: modeenvoy.io/v1alpha1
                kind: Budget
                metadata: {name: soft, namespace: demo}
                spec:
                  target: {kind: Consumer, name: app}
                  limits: [{unit: TotalTokens, amount: "10000000", window: {calendar: Day}, mode: Elastic}]
                """);
        int streams = 64;
        String body = streamBody(LONG_TOKENS);
        long hold = (long) body.length() + LONG_TOKENS;
        try (Gateway gateway = Gateway.run(workspace);
                ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                int chunks = 1 + i % 3;
                calls.add(threads.submit(() -> abort(gateway, body, chunks)));
            }
            long relayed = 0;
            for (Future<Integer> call : calls) {
                relayed += call.get();
            }
            Eventually.holds(
                    "all is settled",
                    Duration.ofSeconds(10),
                    () -> gateway.budget(BUDGET).path("reserved").asLong() == 0
                            && gateway.budget(ELASTIC).path("reserved").asLong() == 0);
            assertThat(relayed).isGreaterThanOrEqualTo(streams);
            assertThat(gateway.budget(BUDGET).path("settled").asLong()).isEqualTo(streams * hold);
            assertThat(gateway.budget(ELASTIC).path("settled").asLong())
                    .isGreaterThanOrEqualTo(relayed)
                    .isLessThan(streams * hold / 2);
        }
    }

    @Test
    void refusesWhatAProviderMayReadOtherwiseThanItWasJudged() {
        budget(10_000_000);
        try (Gateway gateway = Gateway.run(workspace)) {
            for (String field : List.of(
                    "\"Model\":\"dear\"",
                    "\"Max_Tokens\":9999",
                    "\"max_to\u212aens\":9999",
                    "\"N\":9",
                    "\"model\":\"dear\"",
                    "\"models\":[\"dear\"]",
                    "\"n_predict\":9999",
                    "\"options\":{\"num_predict\":9999}")) {
                String body = "{\"model\":\"small\",\"max_tokens\":9,\"messages\":[]," + field + "}";
                assertThat(gateway.post("/v1/chat/completions", key, body).status())
                        .as(field)
                        .isEqualTo(400);
            }
            HttpRequest.Builder charset = gateway.request("/v1/chat/completions", key)
                    .header("content-type", "application/json; charset=utf-7")
                    .POST(HttpRequest.BodyPublishers.ofString(Gateway.chatBody("small", 9)));
            assertThat(gateway.send(charset.build()).status()).isEqualTo(415);
            assertThat(gateway.admin("/budgets").path("budgets"))
                    .as("budgets of which anything was held")
                    .isEmpty();
        }
    }

    @Test
    void keepsWhatWasUsedOverARestart() {
        budget(100_000);
        long before;
        try (Gateway gateway = Gateway.run(workspace)) {
            assertThat(gateway.chat(key).status()).isEqualTo(200);
            before = gateway.budget(BUDGET).path("settled").asLong();
            assertThat(before).isPositive();
        }
        try (Gateway gateway = Gateway.run(workspace)) {
            assertThat(gateway.budget(BUDGET).path("settled").asLong()).isEqualTo(before);
        }
    }

    @Test
    void keepsWhatWasUsedOverAKill() {
        budget(100_000);
        long before;
        Gateway first = Gateway.run(workspace);
        try {
            assertThat(first.chat(key).status()).isEqualTo(200);
            Eventually.holds(
                    "the call is settled",
                    Duration.ofSeconds(2),
                    () -> first.budget(BUDGET).path("settled").asLong() > 0);
            before = first.budget(BUDGET).path("settled").asLong();
        } finally {
            first.program().kill();
        }
        workspace.write("gateway.yaml", """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: demo}
            spec:
              gatewayClassName: modeenvoy
              listeners: [{name: http, port: %d, protocol: HTTP}]
            """.formatted(Program.freePort()));
        try (Gateway second = Gateway.run(workspace)) {
            assertThat(second.budget(BUDGET).path("settled").asLong()).isEqualTo(before);
        }
    }

    private static String streamBody(int tokens) {
        return "{\"model\":\"small\",\"stream\":true,\"max_tokens\":" + tokens
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    }

    private HttpRequest stream(Gateway gateway, String body, int chunkMillis) {
        return gateway.request("/v1/chat/completions", key)
                .header("content-type", "application/json")
                .header("x-sim-tokens", Integer.toString(LONG_TOKENS))
                .header("x-sim-chunk-ms", Integer.toString(chunkMillis))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /** Reads some chunks of a stream and hangs up; gives how many content chunks came. */
    private int abort(Gateway gateway, String request, int chunks) throws Exception {
        HttpResponse<InputStream> response = gateway.open(stream(gateway, request, 200));
        assertThat(response.statusCode()).isEqualTo(200);
        int seen = 0;
        StringBuilder text = new StringBuilder();
        try (InputStream body = response.body()) {
            byte[] buffer = new byte[4096];
            while (seen < chunks) {
                int read = body.read(buffer);
                assertThat(read).isPositive();
                text.append(new String(buffer, 0, read, java.nio.charset.StandardCharsets.UTF_8));
                seen = text.toString().split("\"content\":\"[^\"]", -1).length - 1;
            }
        }
        return seen;
    }
}
