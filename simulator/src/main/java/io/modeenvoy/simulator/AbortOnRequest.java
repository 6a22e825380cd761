package io.modeenvoy.simulator;

import java.io.IOException;

/** Thrown to make the HTTP server drop the connection in the middle of an answer, as {@code x-sim-abort-after} asks. */
final class AbortOnRequest extends IOException {
    private static final long serialVersionUID = 1L;

    AbortOnRequest() {
        super("aborted, as the request asked");
    }
}
