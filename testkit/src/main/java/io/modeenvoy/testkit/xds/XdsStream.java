package io.modeenvoy.testkit.xds;

import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One stream of an xDS client under a test's control: nothing is sent that the test does not send. */
public abstract sealed class XdsStream implements AutoCloseable permits DeltaStream, SotwStream {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Map<String, BlockingQueue<XdsReply>> replies = new ConcurrentHashMap<>();
    private final CompletableFuture<io.grpc.Status> end = new CompletableFuture<>();

    XdsStream() {}

    /** Asks for these names in addition to those asked for before; {@code *} is everything. */
    public abstract void subscribe(String typeUrl, String... names);

    /** Asks for these names no longer. */
    public abstract void unsubscribe(String typeUrl, String... names);

    /** Asks for everything in the old way: by naming nothing. */
    public abstract void subscribeAll(String typeUrl);

    /** Says that the response was applied. */
    public abstract void ack(XdsReply reply);

    /** Says that the response was rejected. */
    public abstract void nack(XdsReply reply, String message);

    /** Returns when the server has dealt with everything sent before. Uses the type {@code typeUrl}, which must have no resources. */
    public abstract void barrier(String typeUrl);

    /** Says once more what was said, and nothing new. */
    public abstract void repeat(String typeUrl);

    /** The same as another node. */
    public abstract void repeatAs(Node other, String typeUrl);

    /** Ends the stream from this side, in good order. */
    @Override
    public abstract void close();

    /** Ends the stream from this side at once. */
    public abstract void reset();

    /** The next response of the type. */
    public final XdsReply next(String typeUrl) {
        XdsReply reply = poll(queue(typeUrl));
        if (reply == null) {
            throw new AssertionError("response of type " + typeUrl + ": none in " + PATIENCE + ", stream "
                    + (end.isDone() ? "ended with " + end.join() : "open"));
        }
        return reply;
    }

    /** The next response of the type, applied. */
    public final XdsReply take(String typeUrl) {
        XdsReply reply = next(typeUrl);
        ack(reply);
        return reply;
    }

    /** The response of the type that has already come, or null. */
    public final @Nullable XdsReply arrived(String typeUrl) {
        return queue(typeUrl).poll();
    }

    /** How the stream ended. */
    public final io.grpc.Status ended() {
        try {
            return end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("stream: open after " + PATIENCE + " (expected: ended)", e);
        }
    }

    final void received(XdsReply reply) {
        queue(reply.typeUrl()).add(reply);
    }

    final void over(io.grpc.Status status) {
        end.complete(status);
    }

    static Status error(String message) {
        return Status.newBuilder().setCode(3).setMessage(message).build();
    }

    private BlockingQueue<XdsReply> queue(String typeUrl) {
        return replies.computeIfAbsent(typeUrl, _ -> new LinkedBlockingQueue<>());
    }

    private static @Nullable XdsReply poll(BlockingQueue<XdsReply> queue) {
        try {
            return queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a response", e);
        }
    }
}
