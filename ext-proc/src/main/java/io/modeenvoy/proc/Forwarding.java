package io.modeenvoy.proc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.modeenvoy.proc.charge.Bounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The messages that let a request go on: its headers, then its body in parts. */
final class Forwarding {
    private static final int PART = 1 << 20;
    /** Stands for the body where each attempt brings its own. */
    private static final ByteString PLACEHOLDER = ByteString.copyFromUtf8("{}");

    private Forwarding() {}

    /** Empty = the credential of the call's only backend is not there. */
    static Optional<List<ProcessingResponse>> messages(Call call, ByteString body) {
        if (call.attemptLevel()) {
            Headers headers = Outbound.several(call, PLACEHOLDER.size());
            return Optional.of(messages(headers, call.metadata().build(), PLACEHOLDER));
        }
        Bounds backend = call.backends().getFirst();
        ByteString patched = backend.patch().apply(body, call.scan());
        return Outbound.single(call, backend.target(), patched.size())
                .map(headers -> messages(headers, Completion.sent(call, backend), patched));
    }

    private static List<ProcessingResponse> messages(Headers headers, Struct metadata, ByteString body) {
        List<ProcessingResponse> messages = new ArrayList<>();
        messages.add(Replies.requestHeaders(headers, metadata));
        for (int at = 0; at < body.size(); at += PART) {
            int to = Math.min(body.size(), at + PART);
            messages.add(Replies.requestBody(body.substring(at, to), to == body.size()));
        }
        return messages;
    }
}
