package io.modeenvoy.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChatDialectTest extends SimulatorTest {
    private static final String PATH = "/v1/chat/completions";

    @Test
    void echoesTheLastUserMessageWithHonestUsage() throws Exception {
        var got = client.post(
                PATH,
                "{\"model\": \"m\", \"messages\": [{\"role\": \"system\", \"content\": \"be kind\"},"
                        + "{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"hello\"}, {\"type\": \"text\", \"text\": \"you\"}]}]}");
        assertThat(got.json().at("/choices/0/message/content").asText()).isEqualTo("You said: hello you");
        assertThat(got.json().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(got.json().at("/usage/prompt_tokens").asInt()).isEqualTo(4);
        assertThat(got.json().at("/usage/completion_tokens").asInt()).isEqualTo(5);
        assertThat(got.json().at("/usage/total_tokens").asInt()).isEqualTo(9);
    }

    @Test
    void maxTokensCutsTheAnswer() throws Exception {
        var old = client.post(PATH, "{\"model\": \"m\", \"max_tokens\": 2, " + HELLO + "}");
        assertThat(old.json().at("/choices/0/message/content").asText()).isEqualTo("You said");
        assertThat(old.json().at("/choices/0/finish_reason").asText()).isEqualTo("length");
        var both =
                client.post(PATH, "{\"model\": \"m\", \"max_tokens\": 2, \"max_completion_tokens\": 1, " + HELLO + "}");
        assertThat(both.json().at("/usage/completion_tokens").asInt()).isEqualTo(1);
    }

    @Test
    void aMaximumEqualToTheAnswerIsAStop() throws Exception {
        var got = client.post(PATH, "{\"model\": \"m\", \"max_tokens\": 7, " + HELLO + "}", "x-sim-tokens", "7");
        assertThat(got.json().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    }

    @Test
    void everyChoiceIsAnsweredAndCounted() throws Exception {
        var got = client.post(PATH, "{\"model\": \"m\", \"n\": 3, " + HELLO + "}", "x-sim-tokens", "4");
        assertThat(got.json().get("choices")).hasSize(3);
        assertThat(got.json().at("/usage/completion_tokens").asInt()).isEqualTo(12);
    }

    @Test
    void unknownFieldsComeBack() throws Exception {
        String body = "{\"model\": \"m\", \"brand_new\": {\"deep\": [1, 2.50]}, \"temperature\": 1, " + HELLO + "}";
        assertThat(client.post(PATH, body).json().get("x_echo")).hasToString("{\"brand_new\":{\"deep\":[1,2.5]}}");
        assertThat(client.post(PATH, "{\"model\": \"m\", " + HELLO + "}").json().has("x_echo"))
                .isFalse();
    }

    @Test
    void streamsOneTokenAChunkAndNoUsageUnasked() throws Exception {
        List<JsonNode> events = client.events(PATH, "{\"model\": \"m\", \"stream\": true, \"new\": 1, " + HELLO + "}");
        assertThat(content(events)).isEqualTo("You said: hello there");
        assertThat(events).hasSize(1 + 5 + 1 + 1);
        assertThat(events).noneMatch(event -> event.has("usage"));
        assertThat(events.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(events.getFirst().at("/x_echo/new").asInt()).isEqualTo(1);
        assertThat(events.get(6).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(events.getLast().asText()).isEqualTo("[DONE]");
    }

    @Test
    void usageAskedForComesLastAndIsNullBefore() throws Exception {
        String body =
                "{\"model\": \"m\", \"stream\": true, \"stream_options\": {\"include_usage\": true}, " + HELLO + "}";
        List<JsonNode> events = client.events(PATH, body, "x-sim-tokens", "3");
        JsonNode usage = events.get(events.size() - 2);
        assertThat(usage.get("choices")).isEmpty();
        assertThat(usage.at("/usage/completion_tokens").asInt()).isEqualTo(3);
        assertThat(events.subList(0, events.size() - 2))
                .allMatch(event -> event.get("usage").isNull());
    }

    @Test
    void usageAskedForAndRefusedIsFalse() throws Exception {
        String body =
                "{\"model\": \"m\", \"stream\": true, \"stream_options\": {\"include_usage\": false}, " + HELLO + "}";
        assertThat(client.events(PATH, body)).noneMatch(event -> event.has("usage"));
    }

    private static String content(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.at("/choices/0/delta/content").asText())
                .collect(Collectors.joining());
    }
}
