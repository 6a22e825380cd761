package io.modeenvoy.benchmarks.soak;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import io.modeenvoy.testkit.live.Resources;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One ADS stream in one of the two dialects. Owned by its proxy, which also hears the replies. */
sealed interface Conversation {
    /** Everything of a type; {@code held} is what an earlier stream brought: versions by name. */
    void askAll(String typeUrl, Map<String, String> held, String version);

    /** These names of a type and no others. */
    void ask(String typeUrl, Set<String> names, Map<String, String> held);

    /** ACK, or NACK with a message; {@code version} is the last good one of the type. */
    void answer(Reply reply, @Nullable String error, String version);

    void end();

    /** Opens a stream. */
    static Conversation open(boolean delta, Channel channel, Node node, Consumer<Reply> replies, Runnable ended) {
        return delta ? new Delta(channel, node, replies, ended) : new Sotw(channel, node, replies, ended);
    }

    private static Status error(String message) {
        return Status.newBuilder().setCode(3).setMessage(message).build();
    }

    /** What the server says. */
    record Ear<T>(Consumer<T> hears, Runnable ended) implements StreamObserver<T> {
        @Override
        public void onNext(T message) {
            hears.accept(message);
        }

        @Override
        public void onError(Throwable error) {
            ended.run();
        }

        @Override
        public void onCompleted() {
            ended.run();
        }
    }

    /** Changes by name. */
    final class Delta implements Conversation {
        private final StreamObserver<DeltaDiscoveryRequest> requests;
        private final Map<String, Set<String>> asked = new HashMap<>();
        private @Nullable Node node;

        private Delta(Channel channel, Node node, Consumer<Reply> replies, Runnable ended) {
            this.node = node;
            this.requests = AggregatedDiscoveryServiceGrpc.newStub(channel)
                    .deltaAggregatedResources(
                            new Ear<>((DeltaDiscoveryResponse response) -> replies.accept(reply(response)), ended));
        }

        private static Reply reply(DeltaDiscoveryResponse response) {
            return new Reply(
                    response.getTypeUrl(),
                    response.getNonce(),
                    "",
                    response.getResourcesList().stream()
                            .map(resource -> resource.getResource().getValue())
                            .toList(),
                    response.getRemovedResourcesList(),
                    false);
        }

        @Override
        public void askAll(String typeUrl, Map<String, String> held, String version) {
            send(DeltaDiscoveryRequest.newBuilder()
                    .setTypeUrl(typeUrl)
                    .addResourceNamesSubscribe("*")
                    .putAllInitialResourceVersions(held));
        }

        @Override
        public void ask(String typeUrl, Set<String> names, Map<String, String> held) {
            Set<String> before = asked.getOrDefault(typeUrl, Set.of());
            Set<String> more = new TreeSet<>(names);
            more.removeAll(before);
            Set<String> fewer = new TreeSet<>(before);
            fewer.removeAll(names);
            if (!more.isEmpty() || !fewer.isEmpty()) {
                DeltaDiscoveryRequest.Builder request = DeltaDiscoveryRequest.newBuilder()
                        .setTypeUrl(typeUrl)
                        .addAllResourceNamesSubscribe(more)
                        .addAllResourceNamesUnsubscribe(fewer);
                send(asked.containsKey(typeUrl) ? request : request.putAllInitialResourceVersions(held));
                asked.put(typeUrl, Set.copyOf(names));
            }
        }

        @Override
        public void answer(Reply reply, @Nullable String error, String version) {
            DeltaDiscoveryRequest.Builder request = DeltaDiscoveryRequest.newBuilder()
                    .setTypeUrl(reply.typeUrl())
                    .setResponseNonce(reply.nonce());
            send(error == null ? request : request.setErrorDetail(error(error)));
        }

        private void send(DeltaDiscoveryRequest.Builder request) {
            Node first = node;
            node = null;
            requests.onNext((first == null ? request : request.setNode(first)).build());
        }

        @Override
        public void end() {
            requests.onCompleted();
        }
    }

    /** All names in each request. */
    final class Sotw implements Conversation {
        private final StreamObserver<DiscoveryRequest> requests;
        private final Map<String, Set<String>> asked = new HashMap<>();
        private final Map<String, String> nonces = new HashMap<>();
        private @Nullable Node node;

        private Sotw(Channel channel, Node node, Consumer<Reply> replies, Runnable ended) {
            this.node = node;
            this.requests = AggregatedDiscoveryServiceGrpc.newStub(channel)
                    .streamAggregatedResources(
                            new Ear<>((DiscoveryResponse response) -> replies.accept(reply(response)), ended));
        }

        private static Reply reply(DiscoveryResponse response) {
            String type = response.getTypeUrl();
            return new Reply(
                    type,
                    response.getNonce(),
                    response.getVersionInfo(),
                    response.getResourcesList().stream()
                            .<ByteString>map(any -> any.getValue())
                            .toList(),
                    java.util.List.of(),
                    type.equals(Resources.CLUSTER) || type.equals(Resources.LISTENER));
        }

        @Override
        public void askAll(String typeUrl, Map<String, String> held, String version) {
            asked.put(typeUrl, Set.of());
            send(typeUrl, version, null);
        }

        @Override
        public void ask(String typeUrl, Set<String> names, Map<String, String> held) {
            boolean nothing = names.isEmpty() && !asked.containsKey(typeUrl);
            if (!nothing && !names.equals(asked.get(typeUrl))) {
                asked.put(typeUrl, Set.copyOf(names));
                send(typeUrl, "", null);
            }
        }

        @Override
        public void answer(Reply reply, @Nullable String error, String version) {
            nonces.put(reply.typeUrl(), reply.nonce());
            send(reply.typeUrl(), version, error);
        }

        private void send(String typeUrl, String version, @Nullable String error) {
            DiscoveryRequest.Builder request = DiscoveryRequest.newBuilder()
                    .setTypeUrl(typeUrl)
                    .setVersionInfo(version)
                    .setResponseNonce(nonces.getOrDefault(typeUrl, ""))
                    .addAllResourceNames(asked.getOrDefault(typeUrl, Set.of()));
            Node first = node;
            node = null;
            request = first == null ? request : request.setNode(first);
            requests.onNext((error == null ? request : request.setErrorDetail(error(error))).build());
        }

        @Override
        public void end() {
            requests.onCompleted();
        }
    }
}
