package io.modeenvoy.proc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpBody;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.modeenvoy.proc.charge.Bounds;
import java.time.Instant;

/** What a part of an answer leads to: where the exchange goes on, and what Envoy is told. */
record AnswerStep(Phase next, ProcessingResponse reply) {

    /** The headers of the answer to a call that was forwarded. */
    static AnswerStep headers(Call call, Completion completion, ProcessingRequest request) {
        Head head = Head.ofResponse(request);
        String details = Head.attribute(request, LocalReply.DETAILS_ATTRIBUTE);
        if (LocalReply.is(details)) {
            Struct metadata = completion.local(Head.number(request, LocalReply.ATTEMPTS_ATTRIBUTE), details);
            return new AnswerStep(new Phase.Passing(), Replies.telling(AnswerHeaders.local(head, details), metadata));
        }
        Bounds backend = completion.attempts().answeredBy(Head.attribute(request, Attempt.BACKEND_ATTRIBUTE));
        Answer answer = AnswerHeaders.answer(call, backend, head);
        ProcessingResponse reply = AnswerHeaders.reply(call, head);
        return request.getResponseHeaders().getEndOfStream()
                ? last(completion, answer, reply)
                : more(call, completion, answer, reply);
    }

    /** A chunk of its body. */
    static AnswerStep body(Call call, Completion completion, Answer answer, HttpBody chunk, Instant now) {
        boolean last = chunk.getEndOfStream();
        ByteString relayed = answer.relay(chunk.getBody(), last, now);
        ProcessingResponse reply = Replies.responseBody(chunk.getBody(), relayed);
        return last ? last(completion, answer, reply) : more(call, completion, answer, reply);
    }

    private static AnswerStep last(Completion completion, Answer answer, ProcessingResponse reply) {
        return new AnswerStep(new Phase.Passing(), Replies.telling(reply, completion.served(answer, "")));
    }

    private static AnswerStep more(Call call, Completion completion, Answer answer, ProcessingResponse reply) {
        return new AnswerStep(
                new Phase.Relaying(call, answer),
                answer.news() ? Replies.telling(reply, completion.soFar(answer)) : reply);
    }
}
