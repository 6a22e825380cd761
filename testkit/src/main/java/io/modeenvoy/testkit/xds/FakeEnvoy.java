package io.modeenvoy.testkit.xds;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A delta ADS client that answers by itself, as Envoy does: it applies and ACKs all but the resources it was told to reject, and keeps what
 * it holds. {@link DeltaStream} and {@link SotwStream} leave each answer to the test.
 */
public final class FakeEnvoy implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Map<String, NavigableMap<String, Any>> world = new HashMap<>(); // guarded by this
    private final Map<String, String> rejections = new HashMap<>(); // guarded by this
    private final StreamObserver<DeltaDiscoveryRequest> requests;
    private @Nullable Node node; // guarded by this; until the first request took it along
    private @Nullable Throwable failure; // guarded by this

    private FakeEnvoy(Channel channel, Node node) {
        this.node = node;
        this.requests = AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(new Responses());
    }

    /** Opens the stream; nothing is asked for yet. */
    public static FakeEnvoy connect(Channel channel, String id, String group) {
        return new FakeEnvoy(
                channel, Node.newBuilder().setId(id).setCluster(group).build());
    }

    /** Asks for everything of the type, or for the names. */
    public FakeEnvoy follow(String typeUrl, String... names) {
        send(DeltaDiscoveryRequest.newBuilder().setTypeUrl(typeUrl).addAllResourceNamesSubscribe(List.of(names)));
        return this;
    }

    /** From now on rejects every version of that resource, with this message. */
    public synchronized void reject(String typeUrl, String name, String message) {
        rejections.put(typeUrl + " " + name, message);
    }

    /** Takes that resource again. */
    public synchronized void accept(String typeUrl, String name) {
        rejections.remove(typeUrl + " " + name);
    }

    /** What it holds of the type now, by name. */
    public synchronized NavigableMap<String, Any> world(String typeUrl) {
        return new TreeMap<>(world.getOrDefault(typeUrl, new TreeMap<>()));
    }

    /** The resource, once it is there. */
    public Any await(String typeUrl, String name) {
        Any resource = await(typeUrl, all -> all.containsKey(name)).get(name);
        if (resource == null) {
            throw new AssertionError("resource " + name + ": gone again");
        }
        return resource;
    }

    /** Returns when it holds exactly these bytes under that name. */
    public void await(String typeUrl, String name, ByteString body) {
        await(typeUrl, all -> holds(all.get(name), body));
    }

    /** Whether it holds exactly these bytes under that name now. */
    public boolean holds(String typeUrl, String name, ByteString body) {
        return holds(world(typeUrl).get(name), body);
    }

    private static boolean holds(@Nullable Any resource, ByteString body) {
        return resource != null && resource.getValue().equals(body);
    }

    /** What it holds of the type, once that is as wanted. */
    public synchronized NavigableMap<String, Any> await(String typeUrl, Predicate<Map<String, Any>> wanted) {
        Instant deadline = Instant.now().plus(PATIENCE);
        try {
            while (!wanted.test(world(typeUrl))) {
                long left = Duration.between(Instant.now(), deadline).toMillis();
                if (left <= 0 || failure != null) {
                    throw new AssertionError(
                            "type " + typeUrl + ": holds " + world(typeUrl).keySet() + " (expected: otherwise)",
                            failure);
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for resources", e);
        }
        return world(typeUrl);
    }

    @Override
    public void close() {
        requests.onCompleted();
    }

    private synchronized void send(DeltaDiscoveryRequest.Builder request) {
        Node first = node;
        if (first != null) {
            request.setNode(first);
            node = null;
        }
        requests.onNext(request.build());
    }

    private synchronized void apply(DeltaDiscoveryResponse response) {
        NavigableMap<String, Any> held = world.computeIfAbsent(response.getTypeUrl(), _ -> new TreeMap<>());
        response.getRemovedResourcesList().forEach(held::remove);
        StringBuilder errors = new StringBuilder();
        response.getResourcesList().forEach(resource -> {
            String rejection = rejections.get(response.getTypeUrl() + " " + resource.getName());
            if (rejection == null) {
                held.put(resource.getName(), resource.getResource());
            } else {
                errors.append(resource.getName()).append(": ").append(rejection).append('\n');
            }
        });
        DeltaDiscoveryRequest.Builder answer = DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(response.getTypeUrl())
                .setResponseNonce(response.getNonce());
        if (!errors.isEmpty()) {
            answer.setErrorDetail(XdsStream.error("Error adding/updating cluster(s) " + errors));
        }
        send(answer);
        notifyAll();
    }

    private synchronized void fail(Throwable error) {
        failure = error;
        notifyAll();
    }

    /** What the server sends. */
    private final class Responses implements StreamObserver<DeltaDiscoveryResponse> {
        @Override
        public void onNext(DeltaDiscoveryResponse response) {
            apply(response);
        }

        @Override
        public void onError(Throwable error) {
            fail(error);
        }

        @Override
        public void onCompleted() {
            fail(new IllegalStateException("the server ended the stream"));
        }
    }
}
