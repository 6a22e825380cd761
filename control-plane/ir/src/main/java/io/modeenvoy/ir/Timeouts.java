package io.modeenvoy.ir;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits of time; null = the default, zero = none.
 *
 * @param request from the end of the request to the end of the response
 * @param idle without a byte in either direction
 * @param attempt for one attempt: an HTTP rule's {@code backendRequest}, up to the response's headers; an AI rule's {@code firstToken}, up to that
 */
public record Timeouts(
        @Nullable Duration request,
        @Nullable Duration idle,
        @Nullable Duration attempt) {
    /** All defaults. */
    public static final Timeouts NONE = new Timeouts(null, null, null);
}
