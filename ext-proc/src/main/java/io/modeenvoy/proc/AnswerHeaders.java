package io.modeenvoy.proc;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.modeenvoy.proc.charge.Bounds;
import io.modeenvoy.proc.openai.ApiError;
import io.modeenvoy.proc.usage.AnswerReader;
import java.util.List;

/** What happens at the headers of an answer. */
final class AnswerHeaders {
    private AnswerHeaders() {}

    /** The answer that begins. */
    static Answer answer(Call call, Bounds backend, Head head) {
        AnswerReader reader = AnswerReader.of(head.text("content-type"), head.text("content-encoding"), drops(call));
        return new Answer(backend, status(head), reader);
    }

    /** Goes on as it is; without its length if a chunk may be taken out. */
    static ProcessingResponse reply(Call call, Head head) {
        boolean shrinks = drops(call) && head.get("content-length") != null;
        return shrinks
                ? Replies.responseHeaders(new Headers().remove(List.of("content-length")))
                : Replies.RESPONSE_HEADERS_UNCHANGED;
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
