package io.modeenvoy.ledger;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Another ledger has the directory. */
final class JournalInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    JournalInUseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
