package io.modeenvoy.testkit.xds;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A stream that asks for and gets the state of the world. Remembers per type what each request must repeat. */
public final class SotwStream extends XdsStream {
    private final ClientCall<DiscoveryRequest, DiscoveryResponse> call;
    private final StreamObserver<DiscoveryRequest> requests;
    private final Map<String, Set<String>> names = new HashMap<>();
    private final Map<String, String> versions = new HashMap<>();
    private final Map<String, String> nonces = new HashMap<>();
    private @Nullable XdsReply barrier; // acknowledged by the next one, so that nothing is on its way when one returns
    private @Nullable Node node; // until the first request took it along

    private SotwStream(Channel channel, MethodDescriptor<DiscoveryRequest, DiscoveryResponse> method, Node node) {
        this.node = node;
        this.call = channel.newCall(method, CallOptions.DEFAULT);
        this.requests = ClientCalls.asyncBidiStreamingCall(call, new Inbox<>(this, XdsReply::of));
    }

    /** A stream of the aggregated service. */
    public static SotwStream open(Channel channel, Node node) {
        return open(channel, AggregatedDiscoveryServiceGrpc.getStreamAggregatedResourcesMethod(), node);
    }

    /** A stream of any service. */
    public static SotwStream open(
            Channel channel, MethodDescriptor<DiscoveryRequest, DiscoveryResponse> method, Node node) {
        return new SotwStream(channel, method, node);
    }

    @Override
    public void subscribe(String typeUrl, String... more) {
        names(typeUrl).addAll(List.of(more));
        send(request(typeUrl));
    }

    @Override
    public void unsubscribe(String typeUrl, String... fewer) {
        names(typeUrl).removeAll(List.of(fewer));
        send(request(typeUrl));
    }

    @Override
    public void subscribeAll(String typeUrl) {
        send(request(typeUrl));
    }

    /** The first request of a client that has this version from an earlier stream. */
    public void resume(String typeUrl, String version, String... more) {
        versions.put(typeUrl, version);
        subscribe(typeUrl, more);
    }

    @Override
    public void ack(XdsReply reply) {
        nonces.put(reply.typeUrl(), reply.nonce());
        versions.put(reply.typeUrl(), reply.version());
        send(request(reply.typeUrl()));
    }

    @Override
    public void nack(XdsReply reply, String message) {
        nonces.put(reply.typeUrl(), reply.nonce());
        send(request(reply.typeUrl()).setErrorDetail(error(message)));
    }

    @Override
    public void barrier(String typeUrl) {
        if (barrier != null) {
            ack(barrier);
            unsubscribe(typeUrl, "*");
        }
        subscribe(typeUrl, "*", "barrier");
        barrier = next(typeUrl);
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
    public void send(DiscoveryRequest.Builder request) {
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

    private Set<String> names(String typeUrl) {
        return names.computeIfAbsent(typeUrl, _ -> new TreeSet<>());
    }

    private DiscoveryRequest.Builder request(String typeUrl) {
        return DiscoveryRequest.newBuilder()
                .setTypeUrl(typeUrl)
                .addAllResourceNames(names(typeUrl))
                .setVersionInfo(versions.getOrDefault(typeUrl, ""))
                .setResponseNonce(nonces.getOrDefault(typeUrl, ""));
    }
}
