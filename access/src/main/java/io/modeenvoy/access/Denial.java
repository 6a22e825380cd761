package io.modeenvoy.access;

/**
 * Why a call was refused.
 *
 * @param status HTTP status
 * @param code stable machine word for the client
 * @param message why, and the way out, for the client's person
 * @param detail stable machine word for our logs and metrics only: it may tell apart what the client must not
 */
public record Denial(int status, String code, String message, String detail) {
    public Denial(int status, String code, String message) {
        this(status, code, message, code);
    }

    /** The error type in the words of the OpenAI API. */
    public String type() {
        return switch (status) {
            case 400 -> "invalid_request_error";
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            default -> "api_error";
        };
    }
}
