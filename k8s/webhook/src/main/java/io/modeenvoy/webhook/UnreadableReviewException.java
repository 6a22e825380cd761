package io.modeenvoy.webhook;

import java.io.IOException;
import java.io.Serial;

/** Not what an API server sends. */
final class UnreadableReviewException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    UnreadableReviewException(String message) {
        super(message);
    }
}
