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
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One gRPC stream: feeds what happens to the reducer and carries its effects out. All of it on the stream's own serial executor. */
final class XdsStream {
    private static final Logger LOG = LoggerFactory.getLogger(XdsStream.class);

    private final ServerCall<?, List<ByteString>> call;
    private final StreamContext context;
    private final SerialExecutor executor;
    private final long number;

    // Owned by the serial executor.
    private volatile StreamState state; // read by anyone
    private volatile @Nullable NodeRef node; // read by anyone
    private final StreamQuota quota;
    private final Convergence convergence = new Convergence();
    private boolean unmatched;
    private @Nullable Runnable leave; // its group; null until it has joined one
    private XdsClock.@Nullable Alarm alarm;
    private @Nullable Instant alarmAt;
    private XdsClock.@Nullable Alarm lastDay;
    private boolean closed;

    XdsStream(
            ServerCall<?, List<ByteString>> call,
            StreamContext context,
            Executor home,
            long number,
            StreamState state) {
        this.call = call;
        this.context = context;
        this.executor = new SerialExecutor(home);
        this.number = number;
        this.state = state;
        this.quota = new StreamQuota(context.options().perStream(), context.clock());
    }

    /** The call is open. */
    void start() {
        run(() -> {
            call.sendHeaders(new Metadata());
            call.request(1);
            lastDay = context.clock().schedule(context.age(), () -> end(Status.OK));
        });
    }

    void received(Inbound message) {
        run(() -> {
            switch (message) {
                case Requests.Received request -> received(request);
                case Refusal refusal -> refuse(refusal);
            }
        });
    }

    private void received(Requests.Received received) {
        context.metrics().request(received.request().typeUrl());
        RefusedClaim refused = refused(received.node());
        Refusal excess = quota.check(state, received.request());
        if (refused != null) {
            refuse(refused);
        } else if (excess != null) {
            refuse(excess);
        } else {
            admitted(received);
        }
    }

    private void refuse(Refusal refusal) {
        context.metrics().refused(refusal.reason());
        close(refusal.status());
    }

    private void admitted(Requests.Received received) {
        NodeClaim claim = claim(received.node());
        join(claim);
        handle(new StreamEvent.Requested(received.request(), claim));
        warnIfUnmatched();
        call.request(1);
    }

    /** The first claim decides who the stream is; a later one that differs is wrong as a request. */
    private @Nullable RefusedClaim refused(@Nullable Node claimed) {
        if (claimed == null || leave != null) {
            return null;
        }
        Peer peer = Peer.of(call.getAttributes());
        String group = context.groups().groupOf(claimed);
        String objection = context.identities().objection(peer, claimed.getId(), group);
        return objection == null ? null : new RefusedClaim(peer.toString(), claimed.getId(), group, objection);
    }

    private void refuse(RefusedClaim claim) {
        context.metrics().refused("identity");
        context.listener().refused(claim);
        close(Status.PERMISSION_DENIED.withDescription(claim.reason()));
    }

    void ready() {
        run(() -> {
            if (!state.writable() && call.isReady()) { // it may have been true when it was said, but not be so any more
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
        executor.here(this::cleanUp);
    }

    /** For what the transport brings and for what is at home already. */
    private void run(Runnable step) {
        executor.here(() -> guarded(step));
    }

    private void guarded(Runnable step) {
        if (closed) {
            return;
        }
        try {
            catchUp();
            step.run();
        } catch (RuntimeException e) {
            LOG.error("xds.stream_failed node={}", node == null ? "" : node.id(), e);
            close(Status.INTERNAL.withDescription("the server failed, see its log"));
        }
    }

    private @Nullable NodeClaim claim(@Nullable Node claimed) {
        return claimed == null
                ? null
                : new NodeClaim(
                        claimed.getId(), claimed.getCluster(), context.groups().groupOf(claimed));
    }

    /** The group's content comes first, so that the first request is answered from it. */
    private void join(@Nullable NodeClaim claim) {
        if (claim != null && leave == null) {
            leave = context.crowds().join(claim.group(), executor.home(), this);
            takeIn(claim.group());
        }
    }

    /** The group has new content; called at home. */
    void published() {
        run(() -> {});
    }

    /** Whatever happens is decided on the newest content. */
    @SuppressWarnings("ReferenceEquality") // a look is cheap, a comparison of contents is not
    private void catchUp() {
        if (node != null && leave != null && context.store().snapshot(node().group()) != state.snapshot()) {
            takeIn(node().group());
            warnIfUnmatched();
        }
    }

    private void takeIn(String group) {
        GroupSnapshot snapshot = context.store().snapshot(group);
        if (snapshot != null) {
            handle(new StreamEvent.Published(snapshot));
        }
    }

    /** A group may come and go: each time it is found missing is said once. */
    private void warnIfUnmatched() {
        NodeRef known = node;
        boolean now = known != null && context.store().isUnknown(known.group());
        if (now && !unmatched) {
            context.metrics().unmatched();
            context.listener().unmatched(node());
        }
        unmatched = now;
    }

    private void handle(StreamEvent event) {
        StreamState before = state;
        StreamReducer.Step step =
                StreamReducer.reduce(before, event, context.clock().instant());
        state = step.state();
        if (event instanceof StreamEvent.Published) {
            convergence.takenIn(before, step.state());
        }
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
                converged(delivery.typeUrl());
                context.listener().acked(node(), delivery);
            }
            case StreamEffect.Resumed(var delivery) -> context.listener().acked(node(), delivery);
            case StreamEffect.Nacked(var delivery, var rejection) -> nacked(delivery, rejection);
            case StreamEffect.Cleared(var typeUrl, var names) ->
                context.listener().cleared(node(), typeUrl, names);
            case StreamEffect.Forced(var typeUrl) -> {
                context.metrics().forced(typeUrl);
                context.listener().forced(node(), typeUrl);
            }
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

    private void converged(String typeUrl) {
        Instant since = convergence.answered(typeUrl);
        if (since != null) {
            context.metrics()
                    .converged(typeUrl, Duration.between(since, context.clock().instant()));
        }
    }

    private void respond(List<ByteString> chunks, Delivery delivery) {
        call.sendMessage(chunks);
        convergence.sent(delivery.typeUrl());
        context.metrics().response(delivery.typeUrl(), ChunkStream.size(chunks));
        context.listener().sent(node(), delivery);
        if (!call.isReady()) {
            state = state.withWritable(false);
        }
    }

    private void nacked(Delivery delivery, Rejection rejection) {
        var _ = convergence.answered(delivery.typeUrl());
        context.metrics().nacked(delivery.typeUrl());
        context.listener().nacked(node(), delivery, rejection);
    }

    /** Who it is and where it stands, or null before it has said who it is; may be called by anyone. */
    @Nullable
    Standing standing() {
        NodeRef known = node;
        return known == null ? null : new Standing(known, state);
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
        executor.execute(() -> guarded(() -> {
            alarmAt = null;
            handle(new StreamEvent.Woken());
        }));
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
        if (leave != null) {
            leave.run();
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
