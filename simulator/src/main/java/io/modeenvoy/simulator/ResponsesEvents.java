package io.modeenvoy.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** The events of a streamed {@code /v1/responses} answer, numbered in their order. One thread writes. */
final class ResponsesEvents {
    private final Answer answer;
    private final EventStream out;
    private final ResponsesDialect dialect;
    private int sequence;

    ResponsesEvents(Answer answer, EventStream out, ResponsesDialect dialect) {
        this.answer = answer;
        this.out = out;
        this.dialect = dialect;
    }

    void write() throws IOException {
        open();
        for (String piece : answer.pieces()) {
            ObjectNode delta = inPart("response.output_text.delta").put("delta", piece);
            delta.putArray("logprobs");
            out.token("response.output_text.delta", delta);
        }
        out.tokensDone();
        close();
    }

    private void open() throws IOException {
        send(of("response.created").set("response", dialect.response(answer, "in_progress")));
        send(of("response.in_progress").set("response", dialect.response(answer, "in_progress")));
        ObjectNode item = dialect.message(answer, "in_progress", "");
        item.putArray("content");
        send(of("response.output_item.added").put("output_index", 0).set("item", item));
        send(inPart("response.content_part.added").set("part", ResponsesDialect.part("")));
    }

    private void close() throws IOException {
        ObjectNode text = inPart("response.output_text.done").put("text", answer.text());
        text.putArray("logprobs");
        send(text);
        send(inPart("response.content_part.done").set("part", ResponsesDialect.part(answer.text())));
        ObjectNode whole = dialect.plain(answer);
        send(of("response.output_item.done").put("output_index", 0).set("item", whole.at("/output/0")));
        send(of(answer.cut() ? "response.incomplete" : "response.completed").set("response", whole));
    }

    private ObjectNode inPart(String type) {
        return of(type).put("item_id", "msg_" + answer.id())
                .put("output_index", 0)
                .put("content_index", 0);
    }

    private ObjectNode of(String type) {
        return Json.object().put("type", type).put("sequence_number", sequence++);
    }

    private void send(ObjectNode event) throws IOException {
        out.event(event.path("type").asText(), event);
    }
}
