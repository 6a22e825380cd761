package io.modeenvoy.cli;

/** The command could not do its work: the message says what is missing and the way out; no stack trace is shown. */
final class CannotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotException(String message) {
        super(message);
    }

    CannotException(String message, Throwable cause) {
        super(message, cause);
    }
}
