package io.modeenvoy.k8s;

import java.io.IOException;
import java.io.Serial;

/** The user may not do what was asked, in the API server's words. */
public final class ForbiddenException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    ForbiddenException(String message, Throwable cause) {
        super(message, cause);
    }
}
