package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One gRPC stream: feeds what happens to the reducer and carries its effects out. All of it on the stream's own serial executor. */
final class XdsStream {
    private static final Logger LOG = LoggerFactory.getLogger(XdsStream.class);

    private final ServerCall<?, List<ByteString>> call;
    private final StreamContext context;
    private final SerialExecutor executor;
    private final AtomicBoolean publication = new AtomicBoolean();
    private final long number;

    // Owned by the serial executor.
    private StreamState state;
    private @Nullable NodeRef node;
    private SnapshotStore.@Nullable Watch watch;
    private XdsClock.@Nullable Alarm alarm;
    private @Nullable Instant alarmAt;
    private XdsClock.@Nullable Alarm lastDay;
    private boolean closed;

    XdsStream(ServerCall<?, List<ByteString>> call, StreamContext context, long number, StreamState state) {
        this.call = call;
        this.context = context;
        this.executor = new SerialExecutor(context.pool());
        this.number = number;
        this.state = state;
    }

    /** The call is open. */
    void start() {
        run(() -> {
            call.sendHeaders(new Metadata());
            call.request(1);
            lastDay = context.clock().schedule(context.age(), () -> end(Status.OK));
        });
    }

    void received(Requests.Received received) {
        run(() -> {
            context.metrics().request(received.request().typeUrl());
            RefusedClaim refused = refused(received.node());
            if (refused != null) {
                refuse(refused);
                return;
            }
            NodeClaim claim = claim(received.node());
            join(claim);
            handle(new StreamEvent.Requested(received.request(), claim));
            call.request(1);
        });
    }

    /** The first claim decides who the stream is; a later one that differs is wrong as a request. */
    private @Nullable RefusedClaim refused(@Nullable Node claimed) {
        if (claimed == null || watch != null) {
            return null;
        }
        Peer peer = Peer.of(call.getAttributes());
        String group = context.groups().groupOf(claimed);
        String objection = context.identities().objection(peer, claimed, group);
        return objection == null ? null : new RefusedClaim(peer.toString(), claimed.getId(), group, objection);
    }

    private void refuse(RefusedClaim claim) {
        context.metrics().refused("identity");
        context.listener().refused(claim);
        close(Status.PERMISSION_DENIED.withDescription(claim.reason()));
    }

    void ready() {
        run(() -> {
            if (!state.writable()) {
                handle(new StreamEvent.Writable(true));
            }
        });
    }

    /** The server or the client ends the stream. */
    void end(Status status) {
        executor.execute(() -> close(status));
    }

    /** The transport has ended the stream; there is nobody to tell. */
    void gone() {
        executor.execute(this::cleanUp);
    }

    private void run(Runnable step) {
        executor.execute(() -> {
            if (closed) {
                return;
            }
            try {
                catchUp();
                step.run();
            } catch (RuntimeException e) {
                LOG.atError()
                        .addKeyValue("node", node == null ? "" : node.id())
                        .setCause(e)
                        .log("xds stream failed");
                close(Status.INTERNAL.withDescription("the server failed, see its log"));
            }
        });
    }

    private @Nullable NodeClaim claim(@Nullable Node claimed) {
        return claimed == null
                ? null
                : new NodeClaim(
                        claimed.getId(), claimed.getCluster(), context.groups().groupOf(claimed));
    }

    /** The group's content comes first, so that the first request is answered from it. */
    private void join(@Nullable NodeClaim claim) {
        if (claim != null && watch == null) {
            watch = context.store().watch(claim.group(), this::changed);
            publish(claim.group());
        }
    }

    private void changed() {
        if (publication.compareAndSet(false, true)) {
            run(() -> {});
        }
    }

    /** Whatever happens is decided on the newest content. */
    private void catchUp() {
        if (publication.compareAndSet(true, false) && node != null) {
            publish(node.group());
        }
    }

    private void publish(String group) {
        GroupSnapshot snapshot = context.store().snapshot(group);
        if (snapshot != null) {
            handle(new StreamEvent.Published(snapshot));
        }
    }

    private void handle(StreamEvent event) {
        StreamReducer.Step step =
                StreamReducer.reduce(state, event, context.clock().instant());
        state = step.state();
        step.effects().forEach(this::carryOut);
        if (!closed) {
            setAlarm(state.wakeAt());
        }
    }

    private void carryOut(StreamEffect effect) {
        switch (effect) {
            case StreamEffect.Joined(var claim) -> joined(claim);
            case StreamEffect.Subscribed(var typeUrl) -> context.listener().subscribed(node(), typeUrl);
            case StreamEffect.Respond(var chunks, var delivery) -> respond(chunks, delivery);
            case StreamEffect.Acked(var delivery, var after) -> {
                context.metrics().acked(delivery.typeUrl(), after);
                context.listener().acked(node(), delivery);
            }
            case StreamEffect.Resumed(var delivery) -> context.listener().acked(node(), delivery);
            case StreamEffect.Nacked(var delivery, var rejection) -> nacked(delivery, rejection);
            case StreamEffect.Cleared(var typeUrl, var names) ->
                context.listener().cleared(node(), typeUrl, names);
            case StreamEffect.Forced(var typeUrl) -> context.metrics().forced(typeUrl);
            case StreamEffect.Close(var status) -> close(status);
        }
    }

    private void joined(NodeClaim claim) {
        NodeRef joined = new NodeRef(
                number,
                claim.id(),
                claim.cluster(),
                claim.group(),
                context.clock().instant());
        node = joined;
        context.listener().connected(joined);
    }

    private void respond(List<ByteString> chunks, Delivery delivery) {
        call.sendMessage(chunks);
        context.metrics().response(delivery.typeUrl(), ChunkStream.size(chunks));
        context.listener().sent(node(), delivery);
        if (!call.isReady()) {
            state = state.withWritable(false);
        }
    }

    private void nacked(Delivery delivery, Rejection rejection) {
        LOG.atWarn()
                .addKeyValue("node", node().id())
                .addKeyValue("typeUrl", delivery.typeUrl())
                .addKeyValue("resources", rejection.versions().keySet())
                .addKeyValue("reason", rejection.message())
                .log("xds response rejected");
        context.metrics().nacked(delivery.typeUrl());
        context.listener().nacked(node(), delivery, rejection);
    }

    private NodeRef node() {
        return Objects.requireNonNull(node, "node: none (expected: joined first)");
    }

    private void setAlarm(@Nullable Instant at) {
        if (Objects.equals(at, alarmAt)) {
            return;
        }
        cancel(alarm);
        alarmAt = at;
        alarm = at == null
                ? null
                : context.clock().schedule(Duration.between(context.clock().instant(), at), this::woken);
    }

    private void woken() {
        run(() -> {
            alarmAt = null;
            handle(new StreamEvent.Woken());
        });
    }

    private void close(Status status) {
        if (!closed) {
            cleanUp();
            call.close(status, new Metadata());
        }
    }

    private void cleanUp() {
        if (closed) {
            return;
        }
        closed = true;
        cancel(alarm);
        cancel(lastDay);
        if (watch != null) {
            watch.close();
        }
        if (node != null) {
            context.listener().disconnected(node);
        }
        context.ended(this);
    }

    private static void cancel(XdsClock.@Nullable Alarm pending) {
        if (pending != null) {
            pending.cancel();
        }
    }
}
