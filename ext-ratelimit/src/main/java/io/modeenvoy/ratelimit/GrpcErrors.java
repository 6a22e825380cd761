package io.modeenvoy.ratelimit;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletionException;

/** Failures as the status of a call. */
final class GrpcErrors {
    private GrpcErrors() {}

    static StatusRuntimeException of(Throwable failure) {
        return switch (failure) {
            case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
            case StatusRuntimeException status -> status;
            case IllegalArgumentException mistake -> status(Status.INVALID_ARGUMENT, mistake);
            case IllegalStateException state -> status(Status.FAILED_PRECONDITION, state);
            default -> status(Status.UNAVAILABLE, failure);
        };
    }

    private static StatusRuntimeException status(Status status, Throwable failure) {
        return status.withDescription(failure.getMessage()).withCause(failure).asRuntimeException();
    }
}
