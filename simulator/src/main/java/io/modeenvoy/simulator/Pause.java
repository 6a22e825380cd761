package io.modeenvoy.simulator;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** A wait of the request's own virtual thread; the server's close ends it. */
final class Pause {
    private Pause() {}

    static void of(Duration wait) throws IOException {
        if (wait.isZero()) {
            return;
        }
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("simulator is closing").initCause(e);
        }
    }
}
