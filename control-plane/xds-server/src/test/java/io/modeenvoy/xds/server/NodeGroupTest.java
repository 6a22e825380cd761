package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.Fixtures.cluster;
import static io.modeenvoy.xds.server.Fixtures.endpoints;
import static io.modeenvoy.xds.server.XdsTypes.CLUSTER;
import static io.modeenvoy.xds.server.XdsTypes.ENDPOINT;
import static io.modeenvoy.xds.server.XdsTypes.LISTENER;
import static io.modeenvoy.xds.server.XdsTypes.RUNTIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.modeenvoy.testkit.xds.DeltaStream;
import io.modeenvoy.testkit.xds.XdsReply;
import io.modeenvoy.testkit.xds.XdsStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who sees what: several groups in one server, and clients that belong to none. */
final class NodeGroupTest {
    private static final String POLICY = "type.googleapis.com/example.Policy";

    private final List<String> unmatched = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch gone = new CountDownLatch(1);
    private final Semaphore subscriptions = new Semaphore(0);
    private final TestServer server = new TestServer(
            XdsServerOptions.defaults(),
            new AckListener() {
                @Override
                public void unmatched(NodeRef node) {
                    unmatched.add(node.id() + " claims " + node.group());
                }

                @Override
                public void subscribed(NodeRef node, String typeUrl) {
                    subscriptions.release();
                }

                @Override
                public void disconnected(NodeRef node) {
                    gone.countDown();
                }
            },
            XdsMetrics.none());

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void edgeSidecarAndEgressEachSeeTheirOwnResourcesOnly(Dialect dialect) {
        List<String> groups = List.of("edge", "sidecar", "egress");
        groups.forEach(group -> server.store.publish(group, ChangeSet.upsert(CLUSTER, cluster("of-" + group, 1))));
        List<XdsStream> envoys =
                groups.stream().map(group -> open(dialect, group)).toList();
        for (int i = 0; i < groups.size(); i++) {
            envoys.get(i).subscribeAll(CLUSTER);
            assertThat(envoys.get(i).take(CLUSTER).names()).containsExactly("of-" + groups.get(i));
        }
        server.store.publish("sidecar", ChangeSet.upsert(CLUSTER, cluster("of-sidecar", 2)));
        assertThat(envoys.get(1).take(CLUSTER).names()).containsExactly("of-sidecar");
        assertSilent(envoys.get(0), CLUSTER);
        assertSilent(envoys.get(2), CLUSTER);
    }

    @ParameterizedTest
    @EnumSource
    void anotherGroupsResourceIsMissingEvenByItsName(Dialect dialect) {
        server.store.publish("edge", ChangeSet.upsert(ENDPOINT, endpoints("a", 1)));
        server.store.publish("egress", ChangeSet.upsert(ENDPOINT, endpoints("b", 1)));
        XdsStream envoy = open(dialect, "egress");
        envoy.subscribe(ENDPOINT, "a", "b");
        assertThat(envoy.take(ENDPOINT).names()).containsExactly("b");
    }

    @ParameterizedTest
    @EnumSource
    void nobodyIsAnsweredAnythingBeforeAllGroupsAreKnown(Dialect dialect) {
        XdsStream envoy = open(dialect, "late");
        envoy.subscribeAll(CLUSTER);
        server.store.publish("edge", ChangeSet.upsert(CLUSTER, cluster("a", 1)));
        server.store.publish("late", ChangeSet.upsert(CLUSTER, cluster("b", 1)));
        server.store.complete();
        assertThat(envoy.take(CLUSTER).names()).containsExactly("b");
        assertThat(unmatched).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aNodeOfNoGroupGetsAnEmptyWorldAndIsNamedOnce(Dialect dialect) {
        server.publish(CLUSTER, cluster("a", 1));
        server.store.complete();
        XdsStream envoy = open(dialect, "typo");
        envoy.subscribeAll(CLUSTER);
        assertThat(envoy.take(CLUSTER).names()).isEmpty();
        envoy.subscribeAll(LISTENER);
        assertThat(envoy.take(LISTENER).names()).isEmpty();
        envoy.subscribeAll(POLICY);
        assertSilent(envoy, POLICY);
        server.store.complete();
        assertSilent(envoy, CLUSTER);
        assertThat(unmatched).containsExactly("node-typo claims typo");
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitsWhenTheLastGroupIsPublishedIsAnsweredThen(Dialect dialect) {
        XdsStream envoy = open(dialect, "typo");
        envoy.subscribeAll(CLUSTER);
        envoy.subscribeAll(LISTENER);
        server.store.complete();
        assertThat(envoy.take(CLUSTER).names()).isEmpty();
        assertThat(envoy.take(LISTENER).names()).isEmpty();
        envoy.barrier(RUNTIME);
        assertThat(unmatched).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aGroupThatAppearsIsDeliveredAtOnceAndItsEndTakesAllAway(Dialect dialect) {
        server.store.complete();
        XdsStream envoy = open(dialect, "new");
        envoy.subscribeAll(CLUSTER);
        envoy.take(CLUSTER);
        envoy.barrier(RUNTIME); // by now it is said that there is no such group
        server.store.publish("new", ChangeSet.upsert(CLUSTER, cluster("a", 1)));
        assertThat(envoy.take(CLUSTER).names()).containsExactly("a");
        assertThat(server.store.isUnknown("new")).isFalse();
        envoy.barrier(RUNTIME);
        server.store.remove("new");
        envoy.barrier(RUNTIME);
        server.clock.advance(Duration.ofSeconds(10));
        XdsReply empty = envoy.take(CLUSTER);
        assertThat(empty.names()).isEmpty();
        envoy.barrier(RUNTIME); // what is heard of it follows the response
        assertThat(server.store.isUnknown("new")).isTrue();
        assertThat(unmatched).hasSize(2);
        server.store.publish("new", ChangeSet.upsert(CLUSTER, cluster("b", 1)));
        assertThat(envoy.take(CLUSTER).names()).containsExactly("b");
    }

    @Test
    void whatAReturningClientOfNoGroupStillHasLeavesAfterTheGrace() {
        server.store.complete();
        DeltaStream envoy = DeltaStream.open(server.channel(), node("typo"));
        envoy.resume(CLUSTER, Map.of("old", "version"));
        assertSilent(envoy, CLUSTER);
        server.clock.advance(Duration.ofSeconds(10));
        assertThat(envoy.take(CLUSTER).removed()).containsExactly("old");
    }

    /** A control plane that has just begun may take longer than the grace until it has translated everything. */
    @Test
    void whatAReturningClientHasStaysWithItHoweverLateItsGroupIsPublished() throws InterruptedException {
        XdsResource cluster = cluster("kept", 1);
        XdsResource endpoints = endpoints("kept", 1);
        DeltaStream envoy = DeltaStream.open(server.channel(), node("late"));
        envoy.resume(CLUSTER, Map.of("kept", cluster.version()));
        envoy.resume(ENDPOINT, Map.of("kept", endpoints.version()), "kept");
        assertThat(subscriptions.tryAcquire(2, 20, TimeUnit.SECONDS)).isTrue();
        server.clock.advance(Duration.ofMinutes(1));
        server.store.publish("late", ChangeSet.upsert(CLUSTER, cluster));
        server.store.publish("late", ChangeSet.upsert(ENDPOINT, endpoints));
        server.store.complete();
        server.clock.advance(Duration.ofMinutes(1));
        assertSilent(envoy, CLUSTER);
        assertSilent(envoy, ENDPOINT);
    }

    @Test
    void groupsThatWereOnlyClaimedOrAreGoneAreForgottenWithTheirClients() throws InterruptedException {
        server.store.publish("edge", ChangeSet.upsert(CLUSTER, cluster("a", 1)));
        server.store.complete();
        DeltaStream envoy = DeltaStream.open(server.channel(), node("edge"));
        envoy.subscribeAll(CLUSTER);
        envoy.take(CLUSTER);
        server.store.remove("edge");
        assertThat(server.store.groups()).isEmpty();
        envoy.close();
        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
        server.store.publish("edge", ChangeSet.upsert(CLUSTER, cluster("a", 1)));
        GroupSnapshot fresh = server.store.snapshot("edge");
        assertThat(fresh == null ? 0 : fresh.generation()).isEqualTo(1);
    }

    private XdsStream open(Dialect dialect, String group) {
        return dialect.open(server.channel(), node(group));
    }

    private static Node node(String group) {
        return Node.newBuilder().setId("node-" + group).setCluster(group).build();
    }

    private static void assertSilent(XdsStream envoy, String typeUrl) {
        envoy.barrier(RUNTIME);
        assertThat(envoy.arrived(typeUrl)).isNull();
    }
}
