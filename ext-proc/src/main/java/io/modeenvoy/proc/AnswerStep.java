package io.modeenvoy.proc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpBody;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.modeenvoy.proc.charge.Bounds;
import io.modeenvoy.proc.charge.Charges;
import io.modeenvoy.proc.openai.ApiError;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a part of an answer leads to: where the exchange goes on, and what Envoy is told.
 *
 * @param reply null = nothing, for the exchange ends here
 */
record AnswerStep(Phase next, @Nullable ProcessingResponse reply) {

    List<ProcessingResponse> replies() {
        return reply == null ? List.of() : List.of(reply);
    }

    /** The headers of the answer to a call that was forwarded. */
    static AnswerStep headers(Call call, Completion completion, ProcessingRequest request, Instant now) {
        Head head = Head.ofResponse(request);
        String details = LocalReply.details(request, head);
        if (LocalReply.is(details)) {
            Struct metadata = completion.local(Head.number(request, LocalReply.ATTEMPTS_ATTRIBUTE), details);
            return new AnswerStep(new Phase.Passing(), Replies.telling(AnswerHeaders.local(head, details), metadata));
        }
        Bounds backend = completion.attempts().answered(request, now);
        Answer answer = AnswerHeaders.answer(backend, head);
        boolean body = !request.getResponseHeaders().getEndOfStream();
        ProcessingResponse reply = AnswerHeaders.reply(answer, head, body);
        return body ? more(call, completion, answer, reply) : last(completion, answer, reply);
    }

    /** A chunk of its body. */
    static AnswerStep body(Call call, Completion completion, Answer answer, HttpBody chunk, Instant now) {
        ByteString relayed = answer.relay(chunk.getBody(), chunk.getEndOfStream(), now);
        ApiError objection = answer.objection(Charges.strictOnOutput(call.holds()));
        if (objection != null) {
            Struct metadata = completion.served(answer, objection.code());
            return new AnswerStep(new Phase.Cut(), farewell(answer, objection, chunk.getBody(), relayed, metadata));
        }
        ProcessingResponse reply = Replies.responseBody(chunk.getBody(), relayed);
        return chunk.getEndOfStream() ? last(completion, answer, reply) : more(call, completion, answer, reply);
    }

    /** Its end, told by the trailers of an answer over HTTP/2; what was held back for it is not sent any more. */
    static AnswerStep trailers(Completion completion, Answer answer, Instant now) {
        answer.relay(ByteString.EMPTY, true, now);
        ApiError objection = answer.objection(false);
        if (objection != null) {
            completion.served(answer, objection.code());
            return new AnswerStep(new Phase.Cut(), null);
        }
        return last(completion, answer, Replies.RESPONSE_TRAILERS_UNCHANGED);
    }

    private static AnswerStep last(Completion completion, Answer answer, ProcessingResponse reply) {
        return new AnswerStep(new Phase.Passing(), Replies.telling(reply, completion.served(answer, "")));
    }

    /** Events can end with one that says why. Of anything else nothing more is sent: its end must not look like a good one. */
    private static @Nullable ProcessingResponse farewell(
            Answer answer, ApiError why, ByteString chunk, ByteString relayed, Struct metadata) {
        return answer.isEvents()
                ? Replies.telling(Replies.responseBody(chunk, answer.lastWords(relayed, why)), metadata)
                : null;
    }

    private static AnswerStep more(Call call, Completion completion, Answer answer, ProcessingResponse reply) {
        return new AnswerStep(
                new Phase.Relaying(call, answer),
                answer.news() ? Replies.telling(reply, completion.soFar(answer)) : reply);
    }
}
