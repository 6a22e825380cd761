package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A server that is nothing but the reducer: thousands of sequences take seconds. */
final class ReducerLink implements Link {
    private static final StreamRules RULES = new StreamRules(Duration.ofSeconds(5), Duration.ofSeconds(5));
    private static final NodeClaim NODE = new NodeClaim("client", RandomWorld.GROUP, RandomWorld.GROUP);

    private final boolean delta;
    private final SnapshotStore store = new SnapshotStore();
    private final Deque<ByteString> network = new ArrayDeque<>();
    private Instant now = Instant.EPOCH;
    private Consumer<ByteString> observer = _ -> {};
    private @Nullable StreamState state;

    ReducerLink(boolean delta) {
        this.delta = delta;
    }

    @Override
    public SnapshotStore store() {
        return store;
    }

    @Override
    public void onResponse(Consumer<ByteString> next) {
        observer = next;
    }

    @Override
    public void open() {
        network.clear();
        state = StreamState.fresh(RULES, delta, "");
    }

    @Override
    public String send(XdsRequest request) {
        StreamState before = state;
        if (before != null && before.node() != null) {
            return handle(new StreamEvent.Requested(request, null));
        }
        return news() + handle(new StreamEvent.Requested(request, NODE));
    }

    @Override
    public String news() {
        GroupSnapshot snapshot = store.snapshot(RandomWorld.GROUP);
        return state == null || snapshot == null ? "" : handle(new StreamEvent.Published(snapshot));
    }

    @Override
    public @Nullable ByteString receive() {
        return network.poll();
    }

    @Override
    public String pass(Duration time) {
        now = now.plus(time);
        Instant wakeAt = state == null ? null : state.wakeAt();
        return wakeAt == null || now.isBefore(wakeAt) ? "" : handle(new StreamEvent.Woken());
    }

    @Override
    public String readable(boolean readable) {
        return handle(new StreamEvent.Writable(readable));
    }

    @Override
    public boolean isIdle() {
        return state == null || state.wakeAt() == null;
    }

    @Override
    public void close() {
        state = null;
    }

    private String handle(StreamEvent event) {
        StreamState before = state;
        if (before == null) {
            return "";
        }
        StreamReducer.Step step = StreamReducer.reduce(before, event, now);
        state = step.state();
        for (StreamEffect effect : step.effects()) {
            if (effect instanceof StreamEffect.Respond respond) {
                ByteString bytes = ByteString.copyFrom(respond.chunks());
                if (network.isEmpty()) { // else the client is about to hold something else
                    observer.accept(bytes);
                }
                network.add(bytes);
            }
            if (effect instanceof StreamEffect.Close(Status status)) {
                throw new AssertionError("stream closed: " + status);
            }
        }
        return step.effects().toString();
    }
}
