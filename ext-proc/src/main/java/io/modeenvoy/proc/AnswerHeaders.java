package io.modeenvoy.proc;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.modeenvoy.proc.charge.Bounds;
import io.modeenvoy.proc.coding.Inflation;
import io.modeenvoy.proc.openai.ApiError;
import io.modeenvoy.proc.usage.AnswerReader;
import java.util.ArrayList;
import java.util.List;

/** What happens at the headers of an answer. */
final class AnswerHeaders {
    private static final String CODING = "content-encoding";

    private AnswerHeaders() {}

    /** The answer that begins. One in a coding nobody here knows passes as it is. */
    static Answer answer(Call call, Bounds backend, Head head) {
        Inflation none = Inflation.none();
        return Inflation.of(head.text(CODING))
                .map(inflation -> new Answer(backend, status(head), inflation, reader(call, head)))
                .orElseGet(() -> new Answer(backend, status(head), none, AnswerReader.unreadable()));
    }

    private static AnswerReader reader(Call call, Head head) {
        return AnswerReader.of(
                head.text("content-type"), drops(call), call.path().endpoint().generates());
    }

    /**
     * Goes on as it is; without its length if a chunk may be taken out or it is inflated, which every client can read: what its {@code accept-encoding} allows is
     * not asked.
     */
    static ProcessingResponse reply(Call call, Answer answer, Head head) {
        List<String> changed = new ArrayList<>();
        if (answer.inflates()) {
            changed.add(CODING);
        }
        if ((answer.inflates() || drops(call)) && head.get("content-length") != null) {
            changed.add("content-length");
        }
        return changed.isEmpty()
                ? Replies.RESPONSE_HEADERS_UNCHANGED
                : Replies.responseHeaders(new Headers().remove(changed));
    }

    /** Envoy's own answer, in the API's shape. */
    static ProcessingResponse local(Head head, String details) {
        int status = status(head);
        if (status < 400 || head.text("content-type").startsWith("application/json")) {
            return Replies.RESPONSE_HEADERS_UNCHANGED;
        }
        ApiError error = LocalReply.noRoute(details)
                ? Refusals.NO_ROUTE
                : Refusals.unserved(LocalReply.addressRefused(details) ? 503 : status);
        ByteString body = error.body();
        Headers headers = new Headers()
                .set(":status", Integer.toString(error.status()))
                .set("content-type", "application/json")
                .set("content-length", Integer.toString(body.size()));
        return Replies.responseReplaced(headers, body);
    }

    private static boolean drops(Call call) {
        return call.scan().stream()
                && call.path().endpoint().reportsUsageOnRequest()
                && !call.scan().asksForUsage();
    }

    private static int status(Head head) {
        String status = head.text(":status");
        return status.isEmpty() ? 0 : Integer.parseInt(status);
    }
}
