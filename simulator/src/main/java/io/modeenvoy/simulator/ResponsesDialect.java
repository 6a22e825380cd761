package io.modeenvoy.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;

/** OpenAI's {@code /v1/responses}. */
final class ResponsesDialect implements Dialect {
    private static final Set<String> KNOWN = Set.of(
            "model",
            "input",
            "instructions",
            "stream",
            "stream_options",
            "max_output_tokens",
            "temperature",
            "top_p",
            "store",
            "metadata",
            "user",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "previous_response_id",
            "reasoning",
            "text",
            "truncation",
            "include",
            "background",
            "service_tier",
            "max_tool_calls",
            "prompt",
            "top_logprobs",
            "conversation",
            "safety_identifier",
            "prompt_cache_key");

    @Override
    public ModelCall read(Fields fields) throws BadRequest {
        String model = fields.model();
        JsonNode input = fields.required("input");
        Conversation told = Conversation.EMPTY.instructed(fields.body().path("instructions"));
        Conversation conversation = input.isTextual() ? told.prompted(input) : told.said(input);
        return new ModelCall(
                model,
                conversation.last(),
                conversation.tokens(),
                fields.positive("max_output_tokens"),
                fields.flag("stream"),
                true,
                1,
                fields.unknown(KNOWN));
    }

    @Override
    public ObjectNode plain(Answer answer) {
        String status = answer.cut() ? "incomplete" : "completed";
        ObjectNode node = response(answer, status);
        node.withArray("output").add(message(answer, status, answer.text()));
        if (answer.cut()) {
            node.putObject("incomplete_details").put("reason", "max_output_tokens");
        }
        return usageInto(node, answer);
    }

    @Override
    public void stream(Answer answer, EventStream out) throws IOException {
        new ResponsesEvents(answer, out, this).write();
    }

    @Override
    public ErrorShape errors() {
        return ErrorShape.OPENAI;
    }

    /** The response object with an empty output and no usage yet. */
    ObjectNode response(Answer answer, String status) {
        ObjectNode node = Json.object()
                .put("id", "resp_" + answer.id())
                .put("object", "response")
                .put("created_at", answer.created())
                .put("status", status)
                .putNull("error")
                .putNull("incomplete_details")
                .putNull("instructions")
                .put("model", answer.call().model())
                .put("parallel_tool_calls", true)
                .put("tool_choice", "auto")
                .putNull("usage");
        node.putArray("output");
        node.putArray("tools");
        node.putObject("metadata");
        return answer.echoInto(node);
    }

    ObjectNode message(Answer answer, String status, String text) {
        ObjectNode message = Json.object()
                .put("id", "msg_" + answer.id())
                .put("type", "message")
                .put("status", status)
                .put("role", "assistant");
        message.putArray("content").add(part(text));
        return message;
    }

    static ObjectNode part(String text) {
        ObjectNode part = Json.object().put("type", "output_text").put("text", text);
        part.putArray("annotations");
        part.putArray("logprobs");
        return part;
    }

    private static ObjectNode usageInto(ObjectNode node, Answer answer) {
        if (!answer.reportsUsage()) {
            return node;
        }
        ObjectNode usage = node.putObject("usage")
                .put("input_tokens", answer.inputTokens())
                .put("output_tokens", answer.outputTokens())
                .put("total_tokens", answer.inputTokens() + answer.outputTokens());
        usage.putObject("input_tokens_details")
                .put("cached_tokens", answer.cached())
                .put("cache_write_tokens", 0);
        usage.putObject("output_tokens_details").put("reasoning_tokens", answer.reasoning());
        return node;
    }
}
