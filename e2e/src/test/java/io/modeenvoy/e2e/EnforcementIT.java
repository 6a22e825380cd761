package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EnforcementIT {
    private final int simulatorPort = Program.freePort();
    private final Workspace workspace = Workspace.demo(Program.freePort(), simulatorPort);
    private String key = "";
    private Program simulator;
    private Gateway gateway;

    @BeforeAll
    void start() {
        workspace.guardedStatus(simulatorPort);
        simulator = Program.start("simulator", "--port", Integer.toString(simulatorPort));
        key = workspace.key("app-1");
        gateway = Gateway.run(workspace);
    }

    @AfterAll
    void stop() {
        gateway.close();
        simulator.close();
        workspace.close();
    }

    @Test
    void answersAChatWithAGoodKey() {
        Gateway.Answer answer = gateway.chat(key);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().at("/choices/0/message/content").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', missing_credential", "me_live_abc_notakey, invalid_credential", "sk-anything, invalid_credential"})
    void refusesACallWithoutAGoodKeyInOpenAisShape(String credential, String code) {
        Gateway.Answer answer = gateway.chat(credential);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().at("/error/code").asText()).isEqualTo(code);
        assertThat(answer.json().at("/error/message").asText()).isNotEmpty();
    }

    @Test
    void refusesAKeyWithATypo() {
        char last = key.charAt(key.length() - 1);
        String typo = key.substring(0, key.length() - 1) + (last == 'a' ? 'b' : 'a');

        assertThat(gateway.chat(typo).status()).isEqualTo(401);
        assertThat(gateway.get("/status", typo).status()).isEqualTo(401);
    }

    @Test
    void refusesARevokedKeyWithinASecondAtBothDoors() {
        String revoked = workspace.key("app-revoked");
        Eventually.holds(
                "the new key works",
                Duration.ofSeconds(2),
                () -> gateway.chat(revoked).status() == 200);

        Program.Result result =
                Program.run("key", "revoke", workspace.directory().toString(), "demo/app-revoked");

        assertThat(result.exitCode()).as(result.err()).isZero();
        Eventually.holds(
                "ext-proc refuses it",
                Duration.ofSeconds(1),
                () -> gateway.chat(revoked).status() == 401);
        Eventually.holds(
                "ext-authz refuses it",
                Duration.ofSeconds(1),
                () -> gateway.get("/status", revoked).status() == 401);
    }

    @Test
    void refusesTwoAuthorizationHeaders() {
        HttpRequest request = gateway.request("/v1/chat/completions", key)
                .header("authorization", "Bearer something-else")
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Gateway.chatBody("small", 5)))
                .build();

        Gateway.Answer answer = gateway.send(request);

        assertThat(answer.status()).isBetween(400, 401);
        assertThat(answer.json().at("/error/code").asText()).isEqualTo("several_credentials");
    }

    @Test
    void saysThatAModelIsUnknownAsOpenAiDoes() {
        Gateway.Answer answer = gateway.chat(key, "gigantic");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().at("/error/code").asText()).isEqualTo("model_not_found");
        assertThat(answer.json().at("/error/message").asText()).contains("gigantic");
    }

    @Test
    void saysThatAPathIsUnknown() {
        Gateway.Answer answer = gateway.post("/v1/dreams", key, "{}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().at("/error/message").asText()).contains("/v1/dreams");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "nonsense",
                "{\"model\":\"small\"} trailing",
                "{\"model\":\"small\",\"model\":\"large\",\"messages\":[]}",
                "{\"model\":\"small\",\"max_tokens\":-1,\"messages\":[]}",
                "{\"model\":\"small\",\"max_tokens\":\"many\",\"messages\":[]}",
                "{\"model\":\"small\",\"stream\":\"yes\",\"messages\":[]}",
                "{\"model\":7,\"messages\":[]}",
                "{\"messages\":[]}"
            })
    void answersABadBodyWith400AndGoesOn(String body) {
        Gateway.Answer answer = gateway.post("/v1/chat/completions", key, body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(gateway.chat(key).status()).isEqualTo(200);
    }

    @Test
    void answersInvalidUtf8With400() {
        byte[] body = "{\"model\":\"small\",\"messages\":\"\0\0\"}".getBytes(StandardCharsets.ISO_8859_1);
        body[body.length - 4] = (byte) 0xC3;
        body[body.length - 3] = (byte) 0x28;

        assertThat(gateway.send(gateway.request("/v1/chat/completions", key)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void answersTenThousandLevelsOfNestingWith400() {
        String body = "{\"model\":\"small\",\"messages\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

        assertThat(gateway.post("/v1/chat/completions", key, body).status()).isEqualTo(400);
    }

    @Test
    void answersABodyOverTheLimitWith413() {
        String body = "{\"model\":\"small\",\"messages\":\"" + "x".repeat(17 * 1024 * 1024) + "\"}";

        Gateway.Answer answer = gateway.post("/v1/chat/completions", key, body);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(gateway.chat(key).status()).isEqualTo(200);
    }

    @Test
    void passesABodyOfSeveralMegabytes() {
        String body = "{\"model\":\"small\",\"max_tokens\":3,\"messages\":[{\"role\":\"user\",\"content\":\""
                + "word ".repeat(600_000) + "\"}]}";

        assertThat(gateway.post("/v1/chat/completions", key, body).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/../status",
                "/v1/%2e%2e/status",
                "/%2fstatus",
                "/v1%2f..%2fstatus",
                "//status",
                "/status/..%2f..",
                "/STATUS/../status"
            })
    void doesNotLetPathTricksPastAuthorization(String path) {
        Gateway.Answer answer = gateway.send(HttpRequest.newBuilder(java.net.URI.create(gateway.base() + path))
                .GET()
                .build());

        assertThat(answer.status()).as(answer.body()).isIn(400, 401, 404);
    }

    @Test
    void removesInternalAndIdentityHeadersOfTheClient() {
        HttpRequest request = gateway.request("/status", key)
                .header("x-modeenvoy-tenant", "evil")
                .header("x-modeenvoy-consumer", "evil")
                .header("x-modeenvoy-rule", "evil")
                .GET()
                .build();

        JsonNode headers = gateway.send(request).json().path("headers");

        assertThat(headers.toString()).doesNotContain("evil");
        assertThat(headers.path("x-modeenvoy-tenant").toString()).contains("demo");
        assertThat(headers.has("authorization")).isFalse();
    }

    @Test
    void cannotBeTalkedIntoARuleByAHeader() {
        HttpRequest request = gateway.request("/v1/chat/completions", "")
                .header("x-modeenvoy-rule", "demo/chat/small")
                .POST(HttpRequest.BodyPublishers.ofString(Gateway.chatBody("small", 5)))
                .build();

        assertThat(gateway.send(request).status()).isEqualTo(401);
    }

    @Test
    void showsTheProviderOnlyItsOwnCredential() {
        gateway.send(HttpRequest.newBuilder(java.net.URI.create("http://127.0.0.1:" + simulatorPort + "/__sim/journal"))
                .DELETE()
                .build());
        assertThat(gateway.chat(key).status()).isEqualTo(200);

        String journal = gateway.send(HttpRequest.newBuilder(
                                java.net.URI.create("http://127.0.0.1:" + simulatorPort + "/__sim/journal"))
                        .build())
                .body();

        assertThat(journal).contains("Bearer sk-simulator").doesNotContain(key).doesNotContain("x-modeenvoy-");
        assertThat(gateway.program().errors()).doesNotContain("sk-simulator").doesNotContain(key);
    }

    @Test
    void guardsTheHttpRouteByTheSameKeys() {
        assertThat(gateway.get("/status", key).status()).isEqualTo(200);
        assertThat(gateway.get("/status", "").status()).isEqualTo(401);
    }

    @Test
    void listsTheModelsOfTheRoute() {
        Gateway.Answer answer = gateway.get("/v1/models", key);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("data").findValuesAsText("id")).containsExactly("small");
    }
}
