package io.modeenvoy.k8s;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;

/** The API server answered no, in its own words; a plain {@link IOException} means that it did not answer. */
final class ApiException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int code;
    private final transient Duration retryAfter;

    ApiException(int code, String message, Duration retryAfter) {
        super(code + ": " + message);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** What the API server said, or what fabric8 says of why it said nothing. */
    static String words(KubernetesClientException e) {
        return e.getStatus() == null || e.getStatus().getMessage() == null
                ? String.valueOf(e.getMessage())
                : e.getStatus().getMessage();
    }

    int code() {
        return code;
    }

    /** What it asked us to wait; zero if nothing. */
    Duration retryAfter() {
        return retryAfter == null ? Duration.ZERO : retryAfter;
    }

    boolean isGone() {
        return code == 410;
    }

    boolean isNotFound() {
        return code == 404;
    }

    boolean isForbidden() {
        return code == 403;
    }

    /** Nothing may be made in a namespace that is being deleted. */
    boolean isOfEndingNamespace() {
        return String.valueOf(getMessage()).contains("because it is being terminated");
    }

    boolean isConflict() {
        return code == 409;
    }

    /** The request itself is wrong; the same one again would be, too. */
    boolean isRefusal() {
        return code == 400 || code == 413 || code == 422;
    }
}
