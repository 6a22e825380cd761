package io.modeenvoy.testkit.xds;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A stream that asks for and gets changes. */
public final class DeltaStream extends XdsStream {
    private final ClientCall<DeltaDiscoveryRequest, DeltaDiscoveryResponse> call;
    private final StreamObserver<DeltaDiscoveryRequest> requests;
    private final AtomicInteger barriers = new AtomicInteger();
    private @Nullable XdsReply barrier; // not acknowledged yet
    private @Nullable Node node; // until the first request took it along

    private DeltaStream(
            Channel channel, MethodDescriptor<DeltaDiscoveryRequest, DeltaDiscoveryResponse> method, Node node) {
        this.node = node;
        this.call = channel.newCall(method, CallOptions.DEFAULT);
        this.requests = ClientCalls.asyncBidiStreamingCall(call, new Inbox<>(this, XdsReply::of));
    }

    /** A stream of the aggregated service. */
    public static DeltaStream open(Channel channel, Node node) {
        return open(channel, AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod(), node);
    }

    /** A stream of any service. */
    public static DeltaStream open(
            Channel channel, MethodDescriptor<DeltaDiscoveryRequest, DeltaDiscoveryResponse> method, Node node) {
        return new DeltaStream(channel, method, node);
    }

    @Override
    public void subscribe(String typeUrl, String... names) {
        send(request(typeUrl).addAllResourceNamesSubscribe(List.of(names)));
    }

    @Override
    public void unsubscribe(String typeUrl, String... names) {
        send(request(typeUrl).addAllResourceNamesUnsubscribe(List.of(names)));
    }

    @Override
    public void subscribeAll(String typeUrl) {
        send(request(typeUrl));
    }

    /** The first request of a client that still has these versions from an earlier stream. */
    public void resume(String typeUrl, Map<String, String> versions, String... names) {
        send(request(typeUrl).putAllInitialResourceVersions(versions).addAllResourceNamesSubscribe(List.of(names)));
    }

    @Override
    public void ack(XdsReply reply) {
        send(request(reply.typeUrl()).setResponseNonce(reply.nonce()));
    }

    @Override
    public void nack(XdsReply reply, String message) {
        send(request(reply.typeUrl()).setResponseNonce(reply.nonce()).setErrorDetail(error(message)));
    }

    @Override
    public void barrier(String typeUrl) {
        acknowledgeBarrier();
        String name = "barrier-" + barriers.incrementAndGet();
        subscribe(typeUrl, name);
        barrier = next(typeUrl);
    }

    /** Only now, so that nothing of a barrier is on its way when it returns. */
    private void acknowledgeBarrier() {
        if (barrier != null) {
            ack(barrier);
        }
    }

    @Override
    public void repeat(String typeUrl) {
        send(request(typeUrl));
    }

    @Override
    public void repeatAs(Node other, String typeUrl) {
        send(request(typeUrl).setNode(other));
    }

    /** Sends the request as it is, with the node if it is the first one. */
    public void send(DeltaDiscoveryRequest.Builder request) {
        Node first = node;
        if (first != null) {
            request.setNode(first);
            node = null;
        }
        requests.onNext(request.build());
    }

    @Override
    public void close() {
        requests.onCompleted();
    }

    @Override
    public void reset() {
        call.cancel("reset by the test", null);
    }

    private static DeltaDiscoveryRequest.Builder request(String typeUrl) {
        return DeltaDiscoveryRequest.newBuilder().setTypeUrl(typeUrl);
    }
}
