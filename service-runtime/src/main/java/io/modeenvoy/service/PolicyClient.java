package io.modeenvoy.service;

import com.google.rpc.Code;
import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.modeenvoy.policy.Names;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscribes to whole policy collections over delta ADS and tells {@link PolicySubscriber}s what changes. What cannot be understood is rejected by
 * name and the rest applied; when the control plane is away the last good state stays, and a reconnect transfers differences only. All state is
 * owned by one thread, on which the subscribers are called too.
 */
public final class PolicyClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyClient.class);

    private final ManagedChannel channel;
    private final Node node;
    private final Map<String, PolicyCollection> collections;
    private final PolicyMetrics metrics;
    private final Backoff backoff;
    private final CompletableFuture<Void> firstSync = new CompletableFuture<>();
    private final ScheduledThreadPoolExecutor thread;
    private @Nullable Stream stream; // owned by the policy thread, as the two below
    private int failures;
    private boolean closed;

    /**
     * A client that does nothing until {@link #start}.
     *
     * @param channel to the control plane; stays the caller's to shut down
     * @param nodeId unique among the fleet: {@code <service>-<host or uuid>}
     */
    public PolicyClient(ManagedChannel channel, String nodeId, List<PolicySubscriber> subscribers, Metrics metrics) {
        this(channel, nodeId, subscribers, metrics, Backoff.DEFAULT);
    }

    PolicyClient(
            ManagedChannel channel,
            String nodeId,
            List<PolicySubscriber> subscribers,
            Metrics metrics,
            Backoff backoff) {
        this.channel = channel;
        this.node = Node.newBuilder()
                .setId(nodeId)
                .setCluster(Names.SERVICES_GROUP)
                .setUserAgentName("modeenvoy-services")
                .build();
        this.collections = collections(subscribers);
        this.metrics = new PolicyMetrics(metrics.registry(), nodeId);
        this.backoff = backoff;
        this.thread = new ScheduledThreadPoolExecutor(
                1,
                Thread.ofPlatform().name("policy-client").daemon().factory(),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Connects, and goes on connecting until closed. */
    public void start() {
        thread.execute(this::connect);
    }

    /** Done when every collection has been answered once. */
    public CompletionStage<Void> firstSync() {
        return firstSync.minimalCompletionStage();
    }

    @Override
    public void close() {
        thread.execute(() -> {
            closed = true;
            if (stream != null) {
                stream.cancel();
            }
            thread.shutdownNow();
        });
    }

    private static Map<String, PolicyCollection> collections(List<PolicySubscriber> subscribers) {
        Map<String, PolicyCollection> collections = new TreeMap<>();
        subscribers.stream()
                .flatMap(subscriber -> subscriber.typeUrls().stream())
                .distinct()
                .forEach(typeUrl -> collections.put(
                        typeUrl,
                        new PolicyCollection(
                                typeUrl,
                                subscribers.stream()
                                        .filter(subscriber ->
                                                subscriber.typeUrls().contains(typeUrl))
                                        .toList())));
        return collections;
    }

    private void connect() {
        if (!closed) {
            channel.resetConnectBackoff();
            Stream opened = new Stream();
            stream = opened;
            AggregatedDiscoveryServiceGrpc.newStub(channel).withExecutor(thread).deltaAggregatedResources(opened);
            opened.subscribe();
        }
    }

    /** The stream stands. Failures are forgotten with the first answer only: a server that ends streams at once must not be hammered. */
    private void opened(Stream which) {
        if (stream == which) {
            metrics.connected(true);
        }
    }

    private void ended(Stream which, String reason) {
        if (stream != which || closed) {
            return;
        }
        stream = null;
        failures++;
        Duration delay = backoff.delay(failures, ThreadLocalRandom.current().nextDouble());
        metrics.streamEnded();
        LOG.info("policy.disconnected node={} reason=\"{}\" retryInMillis={}", node.getId(), reason, delay.toMillis());
        var _ = thread.schedule(this::connect, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void received(Stream from, DeltaDiscoveryResponse response) {
        PolicyCollection collection = collections.get(response.getTypeUrl());
        if (stream != from || collection == null) {
            return;
        }
        failures = 0;
        String problem = collection.receive(response);
        metrics.received(response.getTypeUrl(), problem.isEmpty());
        from.acknowledge(response, problem);
        log(response, problem);
        if (collections.values().stream().allMatch(PolicyCollection::answered)) {
            firstSync.complete(null);
        }
    }

    private void log(DeltaDiscoveryResponse response, String problem) {
        if (problem.isEmpty()) {
            LOG.debug(
                    "policy.applied node={} typeUrl={} resources={} removed={}",
                    node.getId(),
                    response.getTypeUrl(),
                    response.getResourcesCount(),
                    response.getRemovedResourcesCount());
        } else {
            LOG.warn("policy.rejected node={} typeUrl={} reason=\"{}\"", node.getId(), response.getTypeUrl(), problem);
        }
    }

    /** One stream to the control plane. Its callbacks come on the policy thread. */
    private final class Stream implements ClientResponseObserver<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
        private @Nullable ClientCallStreamObserver<DeltaDiscoveryRequest> requests;

        @Override
        public void beforeStart(ClientCallStreamObserver<DeltaDiscoveryRequest> call) {
            requests = call;
            call.setOnReadyHandler(() -> opened(this));
        }

        void subscribe() {
            boolean first = true;
            for (PolicyCollection collection : collections.values()) {
                DeltaDiscoveryRequest.Builder request = DeltaDiscoveryRequest.newBuilder()
                        .setTypeUrl(collection.typeUrl())
                        .addResourceNamesSubscribe("*")
                        .putAllInitialResourceVersions(collection.versions());
                send(first ? request.setNode(node) : request);
                first = false;
            }
        }

        void acknowledge(DeltaDiscoveryResponse response, String problem) {
            DeltaDiscoveryRequest.Builder request = DeltaDiscoveryRequest.newBuilder()
                    .setTypeUrl(response.getTypeUrl())
                    .setResponseNonce(response.getNonce());
            if (!problem.isEmpty()) {
                request.setErrorDetail(
                        Status.newBuilder().setCode(Code.INVALID_ARGUMENT_VALUE).setMessage(problem));
            }
            send(request);
        }

        void cancel() {
            if (requests != null) {
                requests.cancel("closed", null);
            }
        }

        private void send(DeltaDiscoveryRequest.Builder request) {
            if (requests != null) {
                requests.onNext(request.build());
            }
        }

        @Override
        public void onNext(DeltaDiscoveryResponse response) {
            received(this, response);
        }

        @Override
        public void onError(Throwable error) {
            ended(this, String.valueOf(error.getMessage()));
        }

        @Override
        public void onCompleted() {
            ended(this, "the control plane ended the stream");
        }
    }
}
