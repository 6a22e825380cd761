package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.rpc.Status;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A whole server behind a socket: threads and transport take part in the sequence. */
final class SocketLink implements Link {
    private final TestServer server = new TestServer();
    private final boolean delta;
    private Queue<ByteString> arrived = new ConcurrentLinkedQueue<>();
    private @Nullable Line line;
    private @Nullable Consumer<XdsRequest> requests;
    private Runnable end = () -> {};
    private @Nullable XdsRequest last;

    SocketLink(boolean delta) {
        this.delta = delta;
    }

    @Override
    public SnapshotStore store() {
        return server.store;
    }

    @Override
    public void open() {
        Line fresh = server.line();
        Queue<ByteString> inbox = new ConcurrentLinkedQueue<>();
        var stub = AggregatedDiscoveryServiceGrpc.newStub(server.over(fresh));
        if (delta) {
            StreamObserver<DeltaDiscoveryRequest> out = stub.deltaAggregatedResources(new Inbox<>(inbox));
            requests = request -> out.onNext(message((XdsRequest.Delta) request, last == null));
            end = out::onCompleted;
        } else {
            StreamObserver<DiscoveryRequest> out = stub.streamAggregatedResources(new Inbox<>(inbox));
            requests = request -> out.onNext(message((XdsRequest.Sotw) request, last == null));
            end = out::onCompleted;
        }
        arrived = inbox;
        line = fresh;
        last = null;
    }

    @Override
    public String send(XdsRequest request) {
        if (requests != null) {
            requests.accept(request);
            last = request;
        }
        return "";
    }

    @Override
    public String news() {
        return "";
    }

    @Override
    public @Nullable ByteString receive() {
        return arrived.poll();
    }

    /** The transport takes none of that time. */
    @Override
    public String pass(Duration time) {
        if (line != null) {
            line.awaitQuiet();
        }
        server.clock.advance(time);
        return "";
    }

    @Override
    public String readable(boolean readable) {
        if (line != null && readable) {
            line.resume();
        } else if (line != null) {
            line.stall();
        }
        return "";
    }

    /** A request that says nothing new comes back when all before it is dealt with; only the stream's age may wait for its time then. */
    @Override
    public boolean isIdle() {
        if (line == null || last == null) {
            return true;
        }
        send(silent(last));
        line.awaitQuiet();
        return arrived.isEmpty() && server.clock.pending() <= 1;
    }

    @Override
    public void close() {
        end.run();
        end = () -> {};
        if (line != null) {
            line.resume();
            line.awaitEnd();
        }
        line = null;
        requests = null;
    }

    /** Ends the server, too. */
    void shutDown() {
        close();
        server.close();
    }

    private static XdsRequest silent(XdsRequest request) {
        return switch (request) {
            case XdsRequest.Delta it -> new XdsRequest.Delta(it.typeUrl(), "", null, List.of(), List.of(), Map.of());
            case XdsRequest.Sotw it -> new XdsRequest.Sotw(it.typeUrl(), it.nonce(), null, it.names(), it.version());
        };
    }

    private static DeltaDiscoveryRequest message(XdsRequest.Delta request, boolean first) {
        DeltaDiscoveryRequest.Builder message = DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(request.typeUrl())
                .setResponseNonce(request.nonce())
                .addAllResourceNamesSubscribe(request.subscribe())
                .addAllResourceNamesUnsubscribe(request.unsubscribe())
                .putAllInitialResourceVersions(request.initialVersions());
        if (request.error() != null) {
            message.setErrorDetail(error(request));
        }
        return (first ? message.setNode(Fixtures.node("client", RandomWorld.GROUP)) : message).build();
    }

    private static DiscoveryRequest message(XdsRequest.Sotw request, boolean first) {
        DiscoveryRequest.Builder message = DiscoveryRequest.newBuilder()
                .setTypeUrl(request.typeUrl())
                .setResponseNonce(request.nonce())
                .addAllResourceNames(request.names())
                .setVersionInfo(request.version());
        if (request.error() != null) {
            message.setErrorDetail(error(request));
        }
        return (first ? message.setNode(Fixtures.node("client", RandomWorld.GROUP)) : message).build();
    }

    private static Status error(XdsRequest request) {
        return Status.newBuilder()
                .setCode(3)
                .setMessage(String.valueOf(request.error()))
                .build();
    }

    /** What the server sends, as bytes. */
    private record Inbox<M extends Message>(Queue<ByteString> arrived) implements StreamObserver<M> {
        @Override
        public void onNext(M response) {
            arrived.add(response.toByteString());
        }

        @Override
        public void onError(Throwable error) {
            throw new AssertionError("stream ended", error);
        }

        @Override
        public void onCompleted() {
            // after the client's own end
        }
    }
}
