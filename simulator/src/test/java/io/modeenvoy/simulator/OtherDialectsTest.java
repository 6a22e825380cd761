package io.modeenvoy.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OtherDialectsTest extends SimulatorTest {
    @Test
    void completionsAnswerAPrompt() throws Exception {
        var got = client.post("/v1/completions", "{\"model\": \"m\", \"prompt\": \"one two\", \"odd\": true}");
        assertThat(got.json().at("/choices/0/text").asText()).isEqualTo("You said: one two");
        assertThat(got.json().at("/usage/prompt_tokens").asInt()).isEqualTo(2);
        assertThat(got.json().at("/x_echo/odd").asBoolean()).isTrue();
    }

    @Test
    void completionsHaveSixteenTokensUnlessToldOtherwise() throws Exception {
        var got = client.post("/v1/completions", "{\"model\": \"m\", \"prompt\": \"p\"}", "x-sim-tokens", "40");
        assertThat(got.json().at("/usage/completion_tokens").asInt()).isEqualTo(16);
        assertThat(got.json().at("/choices/0/finish_reason").asText()).isEqualTo("length");
    }

    @Test
    void completionsStream() throws Exception {
        String body =
                "{\"model\": \"m\", \"prompt\": \"p\", \"stream\": true, \"stream_options\": {\"include_usage\": true}}";
        List<JsonNode> events = client.events("/v1/completions", body);
        assertThat(events.stream()
                        .map(event -> event.at("/choices/0/text").asText())
                        .collect(Collectors.joining()))
                .isEqualTo("You said: p");
        assertThat(events.get(events.size() - 2).at("/usage/completion_tokens").asInt())
                .isEqualTo(4);
        assertThat(events.getLast().asText()).isEqualTo("[DONE]");
    }

    @Test
    void responsesAnswerItemsAndInstructions() throws Exception {
        var got = client.post(
                "/v1/responses",
                "{\"model\": \"m\", \"instructions\": \"be kind\", \"odd\": 1, \"input\": "
                        + "[{\"role\": \"user\", \"content\": [{\"type\": \"input_text\", \"text\": \"hi\"}]}]}");
        assertThat(got.json().at("/output/0/content/0/text").asText()).isEqualTo("You said: hi");
        assertThat(got.json().get("status").asText()).isEqualTo("completed");
        assertThat(got.json().at("/usage/input_tokens").asInt()).isEqualTo(3);
        assertThat(got.json().at("/x_echo/odd").asInt()).isEqualTo(1);
    }

    @Test
    void responsesStreamNumberedEventsToTheCompletedOne() throws Exception {
        List<JsonNode> events =
                client.events("/v1/responses", "{\"model\": \"m\", \"input\": \"hi\", \"stream\": true}");
        assertThat(types(events))
                .startsWith("response.created", "response.in_progress")
                .endsWith("response.completed");
        assertThat(events.stream()
                        .map(event -> event.get("sequence_number").asInt())
                        .toList())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(events.stream()
                        .filter(event -> event.get("type").asText().equals("response.output_text.delta"))
                        .map(event -> event.get("delta").asText())
                        .collect(Collectors.joining()))
                .isEqualTo("You said: hi");
        assertThat(events.getLast().at("/response/usage/output_tokens").asInt()).isEqualTo(4);
    }

    @Test
    void responsesCutAreIncomplete() throws Exception {
        String body = "{\"model\": \"m\", \"input\": \"hi\", \"max_output_tokens\": 1, \"stream\": true}";
        JsonNode last = client.events("/v1/responses", body).getLast();
        assertThat(last.get("type").asText()).isEqualTo("response.incomplete");
        assertThat(last.at("/response/incomplete_details/reason").asText()).isEqualTo("max_output_tokens");
    }

    @Test
    void messagesAnswer() throws Exception {
        var got = client.post(
                "/v1/messages", "{\"model\": \"c\", \"max_tokens\": 9, \"system\": \"be kind\", " + HELLO + "}");
        assertThat(got.json().at("/content/0/text").asText()).isEqualTo("You said: hello there");
        assertThat(got.json().get("stop_reason").asText()).isEqualTo("end_turn");
        assertThat(got.json().at("/usage/input_tokens").asInt()).isEqualTo(4);
        assertThat(got.json().at("/usage/output_tokens").asInt()).isEqualTo(5);
    }

    @Test
    void messagesStreamNamedEvents() throws Exception {
        String body = "{\"model\": \"c\", \"max_tokens\": 2, \"stream\": true, " + HELLO + "}";
        List<JsonNode> events = client.events("/v1/messages", body);
        assertThat(types(events))
                .containsExactly(
                        "message_start",
                        "content_block_start",
                        "ping",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
        assertThat(events.get(6).at("/delta/stop_reason").asText()).isEqualTo("max_tokens");
        assertThat(events.get(6).at("/usage/output_tokens").asInt()).isEqualTo(2);
    }

    @Test
    void messagesErrorsHaveTheirOwnShape() throws Exception {
        var got = client.post("/v1/messages", "{\"model\": \"c\", " + HELLO + "}");
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.json().get("type").asText()).isEqualTo("error");
        assertThat(got.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
    }

    @Test
    void messagesAreCounted() throws Exception {
        var got = client.post("/v1/messages/count_tokens", "{\"model\": \"c\", " + HELLO + "}");
        assertThat(got.json().get("input_tokens").asInt()).isEqualTo(2);
    }

    @Test
    void embeddingsAreTheSameForTheSameTextInBothEncodings() throws Exception {
        String body = "{\"model\": \"e\", \"input\": [\"one two\", \"three\", \"one two\"], \"dimensions\": 4}";
        var got = client.post("/v1/embeddings", body);
        assertThat(got.json().at("/data/0/embedding"))
                .hasSize(4)
                .isEqualTo(got.json().at("/data/2/embedding"));
        assertThat(got.json().at("/data/1/embedding")).isNotEqualTo(got.json().at("/data/0/embedding"));
        assertThat(got.json().at("/usage/total_tokens").asInt()).isEqualTo(5);
        var base64 =
                client.post("/v1/embeddings", "{\"model\": \"e\", \"input\": \"x\", \"encoding_format\": \"base64\"}");
        assertThat(base64.json().at("/data/0/embedding").isTextual()).isTrue();
    }

    @Test
    void modelsAreListed() throws Exception {
        assertThat(client.get("/v1/models").json().at("/data/0/id").asText()).isEqualTo("sim-small");
        assertThat(client.get("/v1/models/any").json().get("id").asText()).isEqualTo("any");
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.get("type").asText()).toList();
    }
}
