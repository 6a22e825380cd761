package io.modeenvoy.proc;

import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/** The way to Envoy: passes no more than Envoy takes, so that what waits is counted where it is kept. Owned by its exchange. */
final class Outlet {
    private final ServerCallStreamObserver<ProcessingResponse> envoy;
    private final Deque<ProcessingResponse> waiting = new ArrayDeque<>();

    Outlet(ServerCallStreamObserver<ProcessingResponse> envoy) {
        this.envoy = envoy;
    }

    /** How many bytes wait. */
    long waiting() {
        return waiting.stream().mapToLong(ProcessingResponse::getSerializedSize).sum();
    }

    void send(Collection<ProcessingResponse> messages) {
        waiting.addAll(messages);
        flush();
    }

    /** Sends what Envoy takes now; it says when it takes more. */
    void flush() {
        if (envoy.isCancelled()) {
            waiting.clear();
        }
        while (!waiting.isEmpty() && envoy.isReady()) {
            envoy.onNext(waiting.remove());
        }
    }

    /** Envoy has nothing more to say, and nothing more to hear. */
    void complete() {
        waiting.clear();
        if (!envoy.isCancelled()) {
            envoy.onCompleted();
        }
    }

    /** Never by a good end: then the request would pass unprocessed. */
    void fail(Status status) {
        waiting.clear();
        envoy.onError(status.asRuntimeException());
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    boolean isCancelled() {
        return envoy.isCancelled();
    }
}
