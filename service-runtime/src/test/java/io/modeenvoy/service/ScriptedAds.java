package io.modeenvoy.service;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.stub.StreamObserver;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.policy.wire.PolicyEncoder;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A control plane whose every word the test says. */
final class ScriptedAds extends AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase {
    private final BlockingQueue<DeltaDiscoveryRequest> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<StreamObserver<DeltaDiscoveryResponse>> streams = new LinkedBlockingQueue<>();

    @Override
    public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
            StreamObserver<DeltaDiscoveryResponse> responses) {
        streams.add(responses);
        return new StreamObserver<>() {
            @Override
            public void onNext(DeltaDiscoveryRequest request) {
                requests.add(request);
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onCompleted() {
                responses.onCompleted();
            }
        };
    }

    /** The next stream a client opens. */
    StreamObserver<DeltaDiscoveryResponse> stream() throws InterruptedException {
        return polled(streams);
    }

    /** The next thing a client says. */
    DeltaDiscoveryRequest request() throws InterruptedException {
        return polled(requests);
    }

    static DeltaDiscoveryResponse response(String typeUrl, String nonce, Resource... resources) {
        DeltaDiscoveryResponse.Builder builder =
                DeltaDiscoveryResponse.newBuilder().setTypeUrl(typeUrl).setNonce(nonce);
        for (Resource resource : resources) {
            builder.addResources(resource);
        }
        return builder.build();
    }

    static Resource resource(String typeUrl, String version, PolicyResource policy) {
        return resource(
                typeUrl,
                version,
                policy.resourceName(),
                PolicyEncoder.encode(policy).toByteString());
    }

    static Resource resource(String typeUrl, String version, String name, ByteString bytes) {
        return Resource.newBuilder()
                .setName(name)
                .setVersion(version)
                .setResource(Any.newBuilder().setTypeUrl(typeUrl).setValue(bytes))
                .build();
    }

    private static <T> T polled(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came from the client in 10 s");
        }
        return next;
    }
}
