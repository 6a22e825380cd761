package io.modeenvoy.service;

import static io.modeenvoy.service.ScriptedAds.resource;
import static io.modeenvoy.service.ScriptedAds.response;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.modeenvoy.policy.TenantPolicy;
import io.modeenvoy.policy.wire.PolicyTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against a scripted control plane over a real Unix socket. */
final class PolicyClientTest {
    private static final Backoff AT_ONCE = new Backoff(Duration.ofMillis(1), Duration.ofMillis(20));
    private static final TenantPolicy SHOP = new TenantPolicy("shop", false);
    private static final TenantPolicy PAYMENTS = new TenantPolicy("payments", true);

    @TempDir
    Path folder;

    private final ScriptedAds ads = new ScriptedAds();
    private final Metrics metrics = new Metrics();
    private final RecordingSubscriber tenants = new RecordingSubscriber(Set.of(PolicyTypes.TENANT));
    private final RecordingSubscriber both = new RecordingSubscriber(Set.of(PolicyTypes.TENANT, PolicyTypes.ROUTE));
    private GrpcServerShell server;
    private ManagedChannel channel;
    private PolicyClient client;

    @BeforeEach
    void start() throws Exception {
        server = server();
        channel = server.address().channel();
        client = new PolicyClient(channel, "ext-authz-test", List.of(tenants, both), metrics, AT_ONCE);
        client.start();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        server.close();
        metrics.close();
    }

    @Test
    void asksForEveryCollectionAndSaysWhoItIsOnce() throws Exception {
        DeltaDiscoveryRequest first = ads.request();
        DeltaDiscoveryRequest second = ads.request();

        assertThat(first.getNode().getId()).isEqualTo("ext-authz-test");
        assertThat(first.getNode().getCluster()).isEqualTo("services");
        assertThat(second.hasNode()).isFalse();
        assertThat(List.of(first.getTypeUrl(), second.getTypeUrl()))
                .containsExactlyInAnyOrder(PolicyTypes.TENANT, PolicyTypes.ROUTE);
        assertThat(first.getResourceNamesSubscribeList()).containsExactly("*");
    }

    @Test
    void tellsSubscribersWhatChangedAndAcknowledges() throws Exception {
        StreamObserver<DeltaDiscoveryResponse> stream = subscribed();

        stream.onNext(response(PolicyTypes.TENANT, "n1", resource(PolicyTypes.TENANT, "v1", SHOP)));

        assertThat(tenants.next()).isEqualTo(new PolicyChange(PolicyTypes.TENANT, Map.of("shop", SHOP), Set.of()));
        assertThat(both.next().upserts()).containsEntry("shop", SHOP);
        DeltaDiscoveryRequest ack = ads.request();
        assertThat(ack.getResponseNonce()).isEqualTo("n1");
        assertThat(ack.hasErrorDetail()).isFalse();
    }

    @Test
    void tellsOfRemovalsOfWhatItHolds() throws Exception {
        StreamObserver<DeltaDiscoveryResponse> stream = subscribed();
        stream.onNext(response(PolicyTypes.TENANT, "n1", resource(PolicyTypes.TENANT, "v1", SHOP)));
        tenants.next();

        stream.onNext(DeltaDiscoveryResponse.newBuilder()
                .setTypeUrl(PolicyTypes.TENANT)
                .setNonce("n2")
                .addRemovedResources("shop")
                .addRemovedResources("never-seen")
                .build());

        assertThat(tenants.next()).isEqualTo(new PolicyChange(PolicyTypes.TENANT, Map.of(), Set.of("shop")));
    }

    @Test
    void isSyncedWhenEveryCollectionWasAnsweredEvenIfEmpty() throws Exception {
        StreamObserver<DeltaDiscoveryResponse> stream = subscribed();
        stream.onNext(response(PolicyTypes.TENANT, "n1"));
        ads.request();
        assertThat(client.firstSync().toCompletableFuture()).isNotDone();

        stream.onNext(response(PolicyTypes.ROUTE, "n2"));

        assertThat(client.firstSync().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
        assertThat(both.next().upserts()).isEmpty();
    }

    @Test
    void rejectsByNameWhatItCannotReadAndTakesTheRest() throws Exception {
        StreamObserver<DeltaDiscoveryResponse> stream = subscribed();

        stream.onNext(response(
                PolicyTypes.TENANT,
                "n1",
                resource(PolicyTypes.TENANT, "v1", "broken", ByteString.copyFromUtf8("\377\377")),
                resource(PolicyTypes.TENANT, "v1", "misnamed", SHOP_BYTES),
                resource(PolicyTypes.TENANT, "v1", PAYMENTS)));

        assertThat(tenants.next().upserts()).containsOnlyKeys("payments");
        DeltaDiscoveryRequest nack = ads.request();
        assertThat(nack.getResponseNonce()).isEqualTo("n1");
        assertThat(nack.getErrorDetail().getMessage())
                .contains("broken: ")
                .contains("misnamed: holds shop (expected: a resource of its own name)")
                .doesNotContain("payments");
        assertThat(metrics.scrape())
                .contains(
                        "modeenvoy_policy_updates_total{node=\"ext-authz-test\",result=\"rejected\",type=\"Tenant\"} 1.0");
    }

    @Test
    void keepsTheLastGoodFormOfWhatItRejects() throws Exception {
        StreamObserver<DeltaDiscoveryResponse> stream = subscribed();
        stream.onNext(response(PolicyTypes.TENANT, "n1", resource(PolicyTypes.TENANT, "v1", SHOP)));
        tenants.next();

        stream.onNext(response(
                PolicyTypes.TENANT,
                "n2",
                resource(PolicyTypes.TENANT, "v2", "shop", ByteString.copyFromUtf8("\377\377"))));

        PolicyChange change = tenants.next();
        assertThat(change.upserts()).isEmpty();
        assertThat(change.removals()).isEmpty();
    }

    @Test
    void goesOnWithTheOthersWhenASubscriberFails() throws Exception {
        StreamObserver<DeltaDiscoveryResponse> stream = subscribed();
        tenants.failNext();

        stream.onNext(response(PolicyTypes.TENANT, "n1", resource(PolicyTypes.TENANT, "v1", SHOP)));

        assertThat(both.next().upserts()).containsEntry("shop", SHOP);
        assertThat(ads.request().getErrorDetail().getMessage()).contains("RecordingSubscriber failed");
    }

    @Test
    void saysInItsMetricsThatItIsConnected() throws Exception {
        subscribed().onNext(response(PolicyTypes.TENANT, "n1"));
        tenants.next();

        assertThat(metrics.scrape()).contains("modeenvoy_policy_connected{node=\"ext-authz-test\"} 1");
    }

    @Test
    void comesBackWithTheVersionsItHolds() throws Exception {
        StreamObserver<DeltaDiscoveryResponse> stream = subscribed();
        stream.onNext(response(PolicyTypes.TENANT, "n1", resource(PolicyTypes.TENANT, "v7", SHOP)));
        ads.request();

        stream.onError(Status.UNAVAILABLE.asRuntimeException());

        ads.stream();
        List<DeltaDiscoveryRequest> again = List.of(ads.request(), ads.request());
        assertThat(again.getFirst().getNode().getId()).isEqualTo("ext-authz-test");
        assertThat(again)
                .filteredOn(request -> request.getTypeUrl().equals(PolicyTypes.TENANT))
                .singleElement()
                .satisfies(request ->
                        assertThat(request.getInitialResourceVersionsMap()).containsExactly(Map.entry("shop", "v7")));
    }

    @Test
    void comesBackWhenTheControlPlaneWasRestarted() throws Exception {
        StreamObserver<DeltaDiscoveryResponse> stream = subscribed();
        stream.onNext(response(PolicyTypes.TENANT, "n1", resource(PolicyTypes.TENANT, "v1", SHOP)));
        tenants.next();
        ads.request();

        server.close();
        server = server();

        subscribed().onNext(response(PolicyTypes.TENANT, "n1", resource(PolicyTypes.TENANT, "v2", PAYMENTS)));
        assertThat(tenants.next().upserts()).containsOnlyKeys("payments");
    }

    private static final ByteString SHOP_BYTES =
            resource(PolicyTypes.TENANT, "", SHOP).getResource().getValue();

    private GrpcServerShell server() throws Exception {
        return GrpcServerShell.builder(new GrpcAddress.UnixSocket(folder.resolve("ads.sock")))
                .service(ads)
                .drain(Duration.ofMillis(50))
                .start();
    }

    private StreamObserver<DeltaDiscoveryResponse> subscribed() throws InterruptedException {
        StreamObserver<DeltaDiscoveryResponse> stream = ads.stream();
        ads.request();
        ads.request();
        return stream;
    }

    /** Remembers each change; fails once when told to. */
    private static final class RecordingSubscriber implements PolicySubscriber {
        private final Set<String> typeUrls;
        private final BlockingQueue<PolicyChange> changes = new LinkedBlockingQueue<>();
        private volatile boolean failNext;

        RecordingSubscriber(Set<String> typeUrls) {
            this.typeUrls = typeUrls;
        }

        @Override
        public Set<String> typeUrls() {
            return typeUrls;
        }

        @Override
        public void apply(PolicyChange change) {
            if (failNext) {
                failNext = false;
                throw new IllegalStateException("told to fail");
            }
            changes.add(change);
        }

        void failNext() {
            failNext = true;
        }

        PolicyChange next() throws InterruptedException {
            PolicyChange change = changes.poll(10, TimeUnit.SECONDS);
            if (change == null) {
                throw new AssertionError("no change came in 10 s");
            }
            return change;
        }
    }
}
