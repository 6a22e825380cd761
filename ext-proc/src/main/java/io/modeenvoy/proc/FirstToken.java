package io.modeenvoy.proc;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpBody;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.modeenvoy.proc.coding.Inflation;
import io.modeenvoy.proc.usage.AnswerReader;
import io.modeenvoy.proc.usage.Reading;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of one attempt that has a time to its first token: nothing of it passes until there is one, so that another attempt may follow. Headers, comments and chunks without content are
 * no token; what cannot be read, an error and the end are as good as one. Changes nothing.
 */
final class FirstToken implements StreamObserver<ProcessingRequest> {
    /** So much without a token is none of ours to judge. */
    private static final int MOST_HELD = 1 << 20;

    /** What a held message takes beside its bytes, about. */
    private static final int MESSAGE_BYTES = 512;

    private final Outlet outlet;
    private final List<ProcessingResponse> held = new ArrayList<>();
    private int bytes;
    private @Nullable AnswerReader reader; // while it is waited for

    FirstToken(ServerCallStreamObserver<ProcessingResponse> envoy) {
        outlet = new Outlet(envoy);
    }

    @Override
    public synchronized void onNext(ProcessingRequest request) {
        switch (request.getRequestCase()) {
            case RESPONSE_HEADERS -> headers(request);
            case RESPONSE_BODY -> body(request.getResponseBody());
            case RESPONSE_TRAILERS -> {
                held.add(Replies.RESPONSE_TRAILERS_UNCHANGED);
                release();
            }
            case REQUEST_HEADERS, REQUEST_BODY, REQUEST_TRAILERS, REQUEST_NOT_SET -> {} // not asked for
        }
    }

    private void headers(ProcessingRequest request) {
        held.add(Replies.RESPONSE_HEADERS_UNCHANGED);
        Head head = Head.ofResponse(request);
        boolean answers = head.text(":status").startsWith("2")
                && !request.getResponseHeaders().getEndOfStream()
                && !LocalReply.is(Head.attribute(request, LocalReply.DETAILS_ATTRIBUTE));
        if (answers) {
            reader = Inflation.isIdentity(head.text("content-encoding"))
                    ? AnswerReader.of(head.text("content-type"), false, true)
                    : AnswerReader.unreadable();
        } else {
            release();
        }
    }

    private void body(HttpBody chunk) {
        held.add(Replies.responseStreamed(chunk.getBody(), chunk.getEndOfStream()));
        AnswerReader waiting = reader;
        bytes += chunk.getBody().size() + MESSAGE_BYTES;
        if (waiting == null || chunk.getEndOfStream() || bytes > MOST_HELD || isThere(waiting, chunk.getBody())) {
            release();
        }
    }

    private static boolean isThere(AnswerReader reader, ByteString chunk) {
        reader.accept(chunk, false);
        Reading reading = reader.reading();
        return !reader.readable()
                || reading.content().pieces() > 0
                || reading.content().bytes() > 0;
    }

    private void release() {
        reader = null;
        bytes = 0;
        outlet.send(held);
        held.clear();
    }

    /** Envoy takes more. */
    synchronized void ready() {
        outlet.flush();
    }

    @Override
    public void onError(Throwable cancelled) {
        // The attempt is given up; the call's own exchange settles.
    }

    @Override
    public synchronized void onCompleted() {
        outlet.complete();
    }
}
