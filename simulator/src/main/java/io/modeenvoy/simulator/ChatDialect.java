package io.modeenvoy.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** OpenAI's {@code /v1/chat/completions}. */
final class ChatDialect implements Dialect {
    private static final Set<String> KNOWN = Set.of(
            "model",
            "messages",
            "stream",
            "stream_options",
            "max_tokens",
            "max_completion_tokens",
            "n",
            "temperature",
            "top_p",
            "stop",
            "presence_penalty",
            "frequency_penalty",
            "logit_bias",
            "logprobs",
            "top_logprobs",
            "user",
            "seed",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "response_format",
            "reasoning_effort",
            "service_tier",
            "store",
            "metadata",
            "modalities",
            "audio",
            "prediction",
            "verbosity",
            "web_search_options",
            "safety_identifier",
            "prompt_cache_key");

    @Override
    public ModelCall read(Fields fields) throws BadRequest {
        String model = fields.model();
        var messages = fields.required("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw BadRequest.field("messages", messages, "a list of at least one message");
        }
        Conversation conversation = Conversation.EMPTY.said(messages);
        return new ModelCall(
                model,
                conversation.last(),
                conversation.tokens(),
                fields.positive("max_completion_tokens", "max_tokens"),
                fields.flag("stream"),
                fields.includeUsage(),
                OpenAiUsage.choices(fields),
                fields.unknown(KNOWN));
    }

    @Override
    public ObjectNode plain(Answer answer) {
        ObjectNode node = head(answer, "chat.completion");
        ArrayNode choices = node.putArray("choices");
        for (int i = 0; i < answer.call().choices(); i++) {
            ObjectNode choice = choices.addObject().put("index", i);
            choice.putObject("message")
                    .put("role", "assistant")
                    .put("content", answer.text())
                    .putNull("refusal");
            choice.putNull("logprobs").put("finish_reason", finish(answer));
        }
        return answer.echoInto(OpenAiUsage.into(node, answer));
    }

    @Override
    public void stream(Answer answer, EventStream out) throws IOException {
        for (int i = 0; i < answer.call().choices(); i++) {
            ObjectNode first = chunk(answer, i, "", null);
            ((ObjectNode) first.at("/choices/0/delta")).put("role", "assistant");
            out.event(null, answer.echoInto(first));
        }
        for (String piece : answer.pieces()) {
            for (int i = 0; i < answer.call().choices(); i++) {
                out.token(null, chunk(answer, i, piece, null));
            }
        }
        out.tokensDone();
        for (int i = 0; i < answer.call().choices(); i++) {
            out.event(null, chunk(answer, i, null, finish(answer)));
        }
        if (OpenAiUsage.streams(answer)) {
            ObjectNode last = head(answer, "chat.completion.chunk");
            last.putArray("choices");
            out.event(null, OpenAiUsage.into(last, answer));
        }
        out.done();
    }

    @Override
    public ErrorShape errors() {
        return ErrorShape.OPENAI;
    }

    private static ObjectNode chunk(Answer answer, int index, @Nullable String content, @Nullable String finish) {
        ObjectNode node = head(answer, "chat.completion.chunk");
        ObjectNode choice = node.putArray("choices").addObject().put("index", index);
        ObjectNode delta = choice.putObject("delta");
        if (content != null) {
            delta.put("content", content);
        }
        choice.putNull("logprobs").put("finish_reason", finish);
        return OpenAiUsage.nullInto(node, answer);
    }

    private static ObjectNode head(Answer answer, String object) {
        return Json.object()
                .put("id", "chatcmpl-" + answer.id())
                .put("object", object)
                .put("created", answer.created())
                .put("model", answer.call().model())
                .put("system_fingerprint", "fp_simulator");
    }

    private static String finish(Answer answer) {
        return answer.cut() ? "length" : "stop";
    }
}
