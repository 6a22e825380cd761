package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights and fallback against a model server nobody here wrote. */
final class FallbackIT {
    private static final String ANSWER =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"}}]}\n\ndata: [DONE]\n\n";

    private final int port = Program.freePort();

    private Workspace workspace(int firstPort, int secondPort) {
        Workspace workspace = Workspace.demo(port, firstPort);
        workspace.delete("provider-simulator.yaml");
        workspace.provider("first", firstPort);
        workspace.provider("second", secondPort);
        workspace.write("route.yaml", """
                apiVersion: modeenvoy.io/v1alpha1
                kind: AIRoute
                metadata: {name: chat, namespace: demo}
                spec:
                  parentRefs: [{name: edge}]
                  rules:
                  - name: small
                    matches: [{models: [small]}]
                    backendRefs:
                    - {name: first, model: first-model}
                    - {name: second, model: second-model, priority: 1}
                    retry: {attempts: 1, retryOn: [connect-failure, 5xx, 429]}
                """);
        workspace.write("budget.yaml", """
                apiVersion: modeenvoy.io/v1alpha1
                kind: Budget
                metadata: {name: daily, namespace: demo}
                spec:
                  target: {kind: Consumer, name: app}
                  limits: [{unit: TotalTokens, amount: "100000", window: {calendar: Day}, mode: Strict}]
                """);
        return workspace;
    }

    @ParameterizedTest
    @ValueSource(strings = {"--chaos-drop", "--chaos-ratelimit", "--chaos-disconnect"})
    void fallsBackToTheSecondProviderWithItsOwnModelAndCredential(String chaos) {
        try (Aimock first = Aimock.start("sk-first", chaos, "1");
                Aimock second = Aimock.start("sk-second");
                Workspace workspace = workspace(first.port(), second.port())) {
            String key = workspace.key("app-1");
            try (Gateway gateway = Gateway.run(workspace)) {
                Gateway.Answer answer = gateway.chat(key);

                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                assertThat(answer.body()).contains("Good day from the fallback.");
                assertOnlyRequest(first, "first-model");
                assertOnlyRequest(second, "second-model");
                assertThat(gateway.budget("demo/daily/total-tokens/day")
                                .path("settled")
                                .asLong())
                        .isEqualTo(13);
            }
        }
    }

    @Test
    void fallsBackWhenNobodyListens() {
        try (Aimock second = Aimock.start("sk-second");
                Workspace workspace = workspace(Program.freePort(), second.port())) {
            String key = workspace.key("app-1");
            try (Gateway gateway = Gateway.run(workspace)) {
                Gateway.Answer answer = gateway.chat(key);

                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                assertOnlyRequest(second, "second-model");
            }
        }
    }

    /** An attempt that waits for its first token goes by way of a listener inside of Envoy, which answers for the provider that is away. */
    @Test
    void fallsBackWhenNobodyListensThoughTheFirstTokenIsWaitedFor() throws Exception {
        try (ScriptedBackend second = new ScriptedBackend();
                Workspace workspace = workspace(Program.freePort(), second.port())) {
            workspace.write("route.yaml", """
                    apiVersion: modeenvoy.io/v1alpha1
                    kind: AIRoute
                    metadata: {name: chat, namespace: demo}
                    spec:
                      parentRefs: [{name: edge}]
                      rules:
                      - name: small
                        backendRefs:
                        - {name: first, model: first-model}
                        - {name: second, model: second-model, priority: 1}
                        retry: {attempts: 1, retryOn: [connect-failure]}
                        timeouts: {firstToken: 60s}
                    """);
            second.answerBy(exchange -> {
                exchange.getResponseHeaders().set("content-type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(ANSWER.getBytes(StandardCharsets.UTF_8));
            });
            String key = workspace.key("app-1");
            try (Gateway gateway = Gateway.run(workspace)) {
                Gateway.Answer answer = gateway.send(gateway.request("/v1/chat/completions", key)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"model\":\"small\",\"stream\":true,\"messages\":[]}"))
                        .build());

                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                assertThat(answer.body()).contains("word");
            }
        }
    }

    @Test
    void chargesNothingWhenNobodyListensAnywhere() {
        try (Workspace workspace = workspace(Program.freePort(), Program.freePort())) {
            String key = workspace.key("app-1");
            try (Gateway gateway = Gateway.run(workspace)) {
                Gateway.Answer answer = gateway.chat(key);

                assertThat(answer.status()).as(answer.body()).isEqualTo(503);
                JsonNode budget = gateway.budget("demo/daily/total-tokens/day");
                assertThat(budget.path("settled").asLong())
                        .as(budget.toString())
                        .isZero();
                assertThat(budget.path("reserved").asLong())
                        .as(budget.toString())
                        .isZero();
            }
        }
    }

    @Test
    void givesTheProvidersErrorWhenEveryBackendFails() {
        try (Aimock first = Aimock.start("sk-first", "--chaos-ratelimit", "1");
                Aimock second = Aimock.start("sk-second", "--chaos-ratelimit", "1");
                Workspace workspace = workspace(first.port(), second.port())) {
            String key = workspace.key("app-1");
            try (Gateway gateway = Gateway.run(workspace)) {
                Gateway.Answer answer = gateway.chat(key);

                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.json().at("/error/code").asText()).isEqualTo("chaos_ratelimit");
                assertThat(first.journal()).hasSize(1);
                assertThat(second.journal()).hasSize(1);
            }
        }
    }

    @Test
    void sharesCallsByWeight() {
        try (Aimock first = Aimock.start("sk-first");
                Aimock second = Aimock.start("sk-second");
                Workspace workspace = workspace(first.port(), second.port())) {
            workspace.write("route.yaml", """
                    apiVersion: modeenvoy.io/v1alpha1
                    kind: AIRoute
                    metadata: {name: chat, namespace: demo}
                    spec:
                      parentRefs: [{name: edge}]
                      rules:
                      - name: small
                        backendRefs:
                        - {name: first, model: first-model, weight: 75}
                        - {name: second, model: second-model, weight: 25}
                    """);
            String key = workspace.key("app-1");
            try (Gateway gateway = Gateway.run(workspace)) {
                for (int i = 0; i < 200; i++) {
                    assertThat(gateway.chat(key).status()).isEqualTo(200);
                }
                assertThat(first.journal().size()).isBetween(115, 180);
                assertThat(second.journal().size()).isBetween(20, 85);
                for (JsonNode entry : second.journal()) {
                    assertThat(entry.at("/body/model").asText()).isEqualTo("second-model");
                }
            }
        }
    }

    /** One request came, for this model; a wrong credential would have been refused by aimock itself. */
    private static void assertOnlyRequest(Aimock upstream, String model) {
        assertThat(upstream.journal()).hasSize(1);
        JsonNode entry = upstream.journal().get(0);
        assertThat(entry.at("/path").asText()).isEqualTo("/v1/chat/completions");
        assertThat(entry.at("/body/model").asText()).isEqualTo(model);
        assertThat(entry.path("headers").toString()).doesNotContain("x-modeenvoy-", "x-api-key", "sk-");
    }
}
