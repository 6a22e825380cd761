package io.modeenvoy.testkit.edge;

import java.util.List;

/** How the bytes of a call are put on the wire. */
public sealed interface Framing {
    /** The body's bytes after which the client leaves; -1 = it stays. */
    int cutAt();

    /** Whether the call has trailers that the gateway gets to see. */
    boolean tellsTrailers();

    /**
     * HTTP/1.1 over a plain socket.
     *
     * @param chunks sizes of the chunks in turn; empty = with a content-length
     * @param trailers after the last chunk
     * @param expectsContinue waits for 100 before the body
     * @param pipelined the next call is sent before the answer has come
     * @param write bytes a write
     */
    record Http1(
            List<Integer> chunks, boolean trailers, boolean expectsContinue, boolean pipelined, int write, int cutAt)
            implements Framing {
        public Http1 {
            chunks = List.copyOf(chunks);
        }

        boolean chunked() {
            return !chunks.isEmpty();
        }

        /** Envoy drops trailers of HTTP/1.1. */
        @Override
        public boolean tellsTrailers() {
            return false;
        }
    }

    /**
     * HTTP/2 without TLS.
     *
     * @param frames sizes of the DATA frames in turn
     * @param padding of each of them
     * @param sized with a content-length
     * @param emptyEnd an empty DATA frame ends the stream
     * @param trailers a HEADERS frame ends the stream
     */
    record Http2(List<Integer> frames, int padding, boolean sized, boolean emptyEnd, boolean trailers, int cutAt)
            implements Framing {
        public Http2 {
            frames = List.copyOf(frames);
        }

        @Override
        public boolean tellsTrailers() {
            return trailers;
        }
    }
}
