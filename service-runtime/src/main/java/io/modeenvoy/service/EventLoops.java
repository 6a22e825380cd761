package io.modeenvoy.service;

import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import io.grpc.netty.shaded.io.netty.util.internal.ThreadExecutorMap;
import java.util.concurrent.Executor;

/** The threads on which a {@link GrpcServerShell} without an executor of its own calls its services. */
public final class EventLoops {
    private EventLoops() {}

    /** The event loop that this thread is: what it is given runs on it, too, between the events of its connections. */
    public static Executor current() {
        EventExecutor loop = ThreadExecutorMap.currentExecutor();
        if (loop == null) {
            throw new IllegalStateException(
                    "thread: " + Thread.currentThread().getName() + " (expected: an event loop of a gRPC server)");
        }
        return loop;
    }
}
