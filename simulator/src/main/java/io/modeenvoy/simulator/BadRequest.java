package io.modeenvoy.simulator;

import org.jspecify.annotations.Nullable;

/** The client's mistake: becomes an error answer in the shape of the API that was called. */
final class BadRequest extends Exception {
    private static final long serialVersionUID = 1L;

    final int status;
    final @Nullable String param;

    BadRequest(int status, @Nullable String param, String message) {
        super(message, null, false, false);
        this.status = status;
        this.param = param;
    }

    static BadRequest field(String param, Object value, String expected) {
        return new BadRequest(
                400, param, "Invalid value for '" + param + "': " + value + " (expected: " + expected + ")");
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
