package io.modeenvoy.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Anthropic's {@code /v1/messages}. */
final class MessagesDialect implements Dialect {
    private static final Set<String> KNOWN = Set.of(
            "model",
            "messages",
            "system",
            "max_tokens",
            "stream",
            "temperature",
            "top_p",
            "top_k",
            "stop_sequences",
            "metadata",
            "tools",
            "tool_choice",
            "thinking",
            "service_tier",
            "container",
            "context_management",
            "mcp_servers");

    @Override
    public ModelCall read(Fields fields) throws BadRequest {
        fields.required("max_tokens");
        return call(fields);
    }

    /** The same without {@code max_tokens}, for counting. */
    static ModelCall call(Fields fields) throws BadRequest {
        String model = fields.model();
        var messages = fields.required("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw BadRequest.field("messages", messages, "a list of at least one message");
        }
        Conversation conversation =
                Conversation.EMPTY.instructed(fields.body().path("system")).said(messages);
        return new ModelCall(
                model,
                conversation.last(),
                conversation.tokens(),
                fields.positive("max_tokens"),
                fields.flag("stream"),
                true,
                1,
                fields.unknown(KNOWN));
    }

    @Override
    public ObjectNode plain(Answer answer) {
        ObjectNode node = message(answer, stopReason(answer), answer.outputTokens());
        node.withArray("content").addObject().put("type", "text").put("text", answer.text());
        return answer.echoInto(node);
    }

    @Override
    public void stream(Answer answer, EventStream out) throws IOException {
        ObjectNode start = of("message_start");
        start.set("message", answer.echoInto(message(answer, null, 1)));
        out.event("message_start", start);
        ObjectNode block = of("content_block_start").put("index", 0);
        block.putObject("content_block").put("type", "text").put("text", "");
        out.event("content_block_start", block);
        out.event("ping", of("ping"));
        for (String piece : answer.pieces()) {
            ObjectNode delta = of("content_block_delta").put("index", 0);
            delta.putObject("delta").put("type", "text_delta").put("text", piece);
            out.token("content_block_delta", delta);
        }
        out.tokensDone();
        close(answer, out);
    }

    @Override
    public ErrorShape errors() {
        return ErrorShape.ANTHROPIC;
    }

    private static void close(Answer answer, EventStream out) throws IOException {
        out.event("content_block_stop", of("content_block_stop").put("index", 0));
        ObjectNode delta = of("message_delta");
        delta.putObject("delta").put("stop_reason", stopReason(answer)).putNull("stop_sequence");
        delta.putObject("usage").put("output_tokens", answer.outputTokens());
        out.event("message_delta", delta);
        out.event("message_stop", of("message_stop"));
    }

    private static ObjectNode message(Answer answer, @Nullable String stopReason, int outputTokens) {
        ObjectNode node = Json.object()
                .put("id", "msg_" + answer.id())
                .put("type", "message")
                .put("role", "assistant")
                .put("model", answer.call().model());
        node.putArray("content");
        node.put("stop_reason", stopReason).putNull("stop_sequence");
        node.putObject("usage")
                .put("input_tokens", answer.inputTokens() - answer.cached())
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", answer.cached())
                .put("output_tokens", outputTokens);
        return node;
    }

    private static String stopReason(Answer answer) {
        return answer.cut() ? "max_tokens" : "end_turn";
    }

    private static ObjectNode of(String type) {
        return Json.object().put("type", type);
    }
}
