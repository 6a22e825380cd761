package io.modeenvoy.proc;

import io.envoyproxy.envoy.service.ext_proc.v3.HttpBody;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.modeenvoy.proc.openai.ApiError;
import java.time.Duration;
import java.util.Optional;

/**
 * A refusal that waits for the rest of the request. Envoy closes a connection of HTTP/1 whose request it has not read to its end, and a client that sends everything before it
 * reads finds that instead of the answer. What comes is thrown away.
 *
 * @param left bytes that are read at most
 */
record HeldRefusal(ApiError error, Headers headers, long left) {
    /** A client that takes longer finds a closed connection. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    private static final long MOST = 32 << 20;
    private static final String PROTOCOL_ATTRIBUTE = "request.protocol";

    static HeldRefusal of(ApiError error, Headers headers) {
        return new HeldRefusal(error, headers, MOST);
    }

    /** Whether there is more to come on a connection of HTTP/1; a stream of HTTP/2 ends by itself. */
    static boolean isWanted(ProcessingRequest headers) {
        return !headers.getRequestHeaders().getEndOfStream()
                && Head.attribute(headers, PROTOCOL_ATTRIBUTE).startsWith("HTTP/1");
    }

    /** What is left after {@code chunk}; empty = the answer goes out. */
    Optional<HeldRefusal> takes(HttpBody chunk) {
        long rest = left - chunk.getBody().size();
        return chunk.getEndOfStream() || rest < 0
                ? Optional.empty()
                : Optional.of(new HeldRefusal(error, headers, rest));
    }
}
