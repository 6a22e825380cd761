package io.modeenvoy.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadInputTest extends SimulatorTest {
    private static final String PATH = "/v1/chat/completions";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|could not parse|``",
                "{|could not parse|``",
                "[]|not a JSON object|``",
                "{}|model parameter|model",
                "{\"model\": 7}|'model': 7 (expected: a string)|model",
                "{\"model\": \"m\"}|Missing required parameter: 'messages'|messages",
                "{\"model\": \"m\", \"messages\": []}|at least one message|messages",
                "{\"model\": \"m\", \"messages\": [{}], \"max_tokens\": -1}|'max_tokens': -1|max_tokens",
                "{\"model\": \"m\", \"messages\": [{}], \"max_tokens\": \"9\"}|'max_tokens': \"9\"|max_tokens",
                "{\"model\": \"m\", \"messages\": [{}], \"stream\": \"yes\"}|'stream': \"yes\"|stream",
                "{\"model\": \"m\", \"messages\": [{}], \"stream_options\": {}}|only allowed when|stream_options",
            })
    void aBadBodyIsNamedInOpenAisShape(String body, String message, String param) throws Exception {
        var got = client.post(PATH, body);
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.json().at("/error/message").asText()).contains(message);
        assertThat(got.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(got.json().at("/error/param").asText("")).isIn(param, "null");
    }

    @Test
    void aBodyOverTheLimitIs413() throws Exception {
        var got = client.post(PATH, "{\"model\": \"" + "m".repeat(5000) + "\"}");
        assertThat(got.status()).isEqualTo(413);
        assertThat(got.json().at("/error/message").asText()).contains("4096");
    }

    @Test
    void anUnknownPathIs404AndAWrongMethod405() throws Exception {
        assertThat(client.get("/v1/nothing").status()).isEqualTo(404);
        assertThat(client.get(PATH).status()).isEqualTo(405);
    }

    @Test
    void aBadSimulatorHeaderIsNamed() throws Exception {
        var got = client.post(PATH, "{\"model\": \"m\", " + HELLO + "}", "x-sim-tokens", "many");
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.json().at("/error/message").asText()).contains("x-sim-tokens", "many", "0..1000000");
    }
}
