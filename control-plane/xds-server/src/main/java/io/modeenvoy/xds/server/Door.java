package io.modeenvoy.xds.server;

import io.grpc.Status;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Lets streams in, or says why not. */
final class Door {
    private final StreamContext context;
    private final TokenBucket connects;
    private final AtomicLong numbers = new AtomicLong();
    private volatile boolean shut;

    Door(StreamContext context) {
        this.context = context;
        this.connects = new TokenBucket(
                context.options().connectsPerSecond(), context.options().connectsPerSecond(), context.clock());
    }

    /** Why a new stream is refused, or null. */
    @Nullable
    Status refusal() {
        if (shut) {
            return refused("draining", Status.UNAVAILABLE.withDescription("server: draining"));
        }
        int limit = context.options().maxStreams();
        if (context.open().size() >= limit) {
            return refused(
                    "max_streams",
                    Status.RESOURCE_EXHAUSTED.withDescription("streams: " + limit + " are open (expected: fewer)"));
        }
        return connects.take()
                ? null
                : refused("connect_rate", Status.RESOURCE_EXHAUSTED.withDescription("new streams: too many at once"));
    }

    long number() {
        return numbers.incrementAndGet();
    }

    void shut() {
        shut = true;
    }

    private Status refused(String reason, Status status) {
        context.metrics().refused(reason);
        return status;
    }
}
