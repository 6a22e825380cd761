package io.modeenvoy.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** OpenAI's older {@code /v1/completions}. */
final class CompletionsDialect implements Dialect {
    private static final int DEFAULT_MAX_TOKENS = 16;
    private static final Set<String> KNOWN = Set.of(
            "model",
            "prompt",
            "stream",
            "stream_options",
            "max_tokens",
            "n",
            "temperature",
            "top_p",
            "stop",
            "suffix",
            "echo",
            "best_of",
            "logprobs",
            "presence_penalty",
            "frequency_penalty",
            "logit_bias",
            "user",
            "seed");

    @Override
    public ModelCall read(Fields fields) throws BadRequest {
        String model = fields.model();
        Conversation conversation = Conversation.EMPTY.prompted(fields.required("prompt"));
        Integer max = fields.positive("max_tokens");
        return new ModelCall(
                model,
                conversation.last(),
                conversation.tokens(),
                max == null ? Integer.valueOf(DEFAULT_MAX_TOKENS) : max,
                fields.flag("stream"),
                fields.includeUsage(),
                OpenAiUsage.choices(fields),
                fields.unknown(KNOWN));
    }

    @Override
    public ObjectNode plain(Answer answer) {
        ObjectNode node = head(answer);
        ArrayNode choices = node.putArray("choices");
        for (int i = 0; i < answer.call().choices(); i++) {
            choice(choices, i, answer.text(), finish(answer));
        }
        return answer.echoInto(OpenAiUsage.into(node, answer));
    }

    @Override
    public void stream(Answer answer, EventStream out) throws IOException {
        boolean first = true;
        for (String piece : answer.pieces()) {
            for (int i = 0; i < answer.call().choices(); i++) {
                ObjectNode chunk = chunk(answer, i, piece, null);
                out.token(null, first ? answer.echoInto(chunk) : chunk);
                first = false;
            }
        }
        out.tokensDone();
        for (int i = 0; i < answer.call().choices(); i++) {
            out.event(null, chunk(answer, i, "", finish(answer)));
        }
        if (OpenAiUsage.streams(answer)) {
            ObjectNode last = head(answer);
            last.putArray("choices");
            out.event(null, OpenAiUsage.into(last, answer));
        }
        out.done();
    }

    @Override
    public ErrorShape errors() {
        return ErrorShape.OPENAI;
    }

    private static ObjectNode chunk(Answer answer, int index, String text, @Nullable String finish) {
        ObjectNode node = head(answer);
        choice(node.putArray("choices"), index, text, finish);
        return OpenAiUsage.nullInto(node, answer);
    }

    private static void choice(ArrayNode choices, int index, String text, @Nullable String finish) {
        choices.addObject()
                .put("text", text)
                .put("index", index)
                .putNull("logprobs")
                .put("finish_reason", finish);
    }

    private static ObjectNode head(Answer answer) {
        return Json.object()
                .put("id", "cmpl-" + answer.id())
                .put("object", "text_completion")
                .put("created", answer.created())
                .put("model", answer.call().model());
    }

    private static String finish(Answer answer) {
        return answer.cut() ? "length" : "stop";
    }
}
