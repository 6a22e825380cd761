package io.modeenvoy.proc;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.modeenvoy.policy.Names;
import io.modeenvoy.proc.charge.Bounds;
import io.modeenvoy.proc.coding.Inflation;
import io.modeenvoy.proc.openai.ApiError;
import io.modeenvoy.proc.usage.AnswerReader;
import java.util.List;

/** What happens at the headers of an answer. */
final class AnswerHeaders {
    private static final String CODING = "content-encoding";

    /** What is said of the bytes as they came, and of no others. */
    private static final List<String> OF_THE_BYTES =
            List.of("content-length", "content-md5", "content-digest", "digest", "etag", "repr-digest");

    private AnswerHeaders() {}

    /** The answer that begins. One in a coding nobody here knows passes as it is. */
    static Answer answer(Bounds backend, Head head) {
        int status = status(head);
        return Inflation.of(head.text(CODING))
                .map(inflation -> new Answer(
                        backend,
                        status,
                        inflation,
                        reader(backend, head),
                        Objection.of(backend, status, head.text("content-type"))))
                .orElseGet(() -> new Answer(backend, status, Inflation.none(), AnswerReader.unreadable(), null));
    }

    private static AnswerReader reader(Bounds backend, Head head) {
        return AnswerReader.of(
                head.text("content-type"),
                backend.addsUsage(),
                backend.size().endpoint().generates());
    }

    /**
     * Goes on as it is; without its length and its marks if its body may change, and uncompressed, which every client can read: what its {@code accept-encoding} allows is not
     * asked, for also a client that would take {@code br} takes none of it. Without a body there is nothing to change. The provider's id of the call gets a name of its own: Envoy puts that of the gateway in its place.
     */
    static ProcessingResponse reply(Answer answer, Head head, boolean body) {
        Headers headers = new Headers();
        if (body && answer.inflates()) {
            headers.remove(List.of(CODING));
        }
        if (body && answer.changes()) {
            headers.remove(
                    OF_THE_BYTES.stream().filter(name -> head.get(name) != null).toList());
        }
        String requestId = head.get("x-request-id");
        if (requestId != null) {
            headers.set("x-provider-request-id", requestId);
        }
        return headers.isEmpty() ? Replies.RESPONSE_HEADERS_UNCHANGED : Replies.responseHeaders(headers);
    }

    /** Envoy's own answer, in the API's shape. */
    static ProcessingResponse local(Head head, String details) {
        int status = status(head);
        if (status < 400 || head.text("content-type").startsWith("application/json")) {
            return head.get(Names.DETAILS_HEADER) == null
                    ? Replies.RESPONSE_HEADERS_UNCHANGED
                    : Replies.responseHeaders(new Headers().remove(List.of(Names.DETAILS_HEADER)));
        }
        ApiError error = LocalReply.noRoute(details)
                ? Refusals.NO_ROUTE
                : Refusals.unserved(LocalReply.addressRefused(details) ? 503 : status);
        ByteString body = error.body();
        Headers headers = new Headers()
                .set(":status", Integer.toString(error.status()))
                .set("content-type", "application/json")
                .set("content-length", Integer.toString(body.size()))
                .remove(List.of(Names.DETAILS_HEADER));
        return Replies.responseReplaced(headers, body);
    }

    private static int status(Head head) {
        String status = head.text(":status");
        return status.isEmpty() ? 0 : Integer.parseInt(status);
    }
}
