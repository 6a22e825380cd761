package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.Fixtures.cluster;
import static io.modeenvoy.xds.server.Fixtures.endpoints;
import static io.modeenvoy.xds.server.Fixtures.listener;
import static io.modeenvoy.xds.server.Fixtures.routes;
import static io.modeenvoy.xds.server.Fixtures.secret;
import static io.modeenvoy.xds.server.XdsTypes.CLUSTER;
import static io.modeenvoy.xds.server.XdsTypes.ENDPOINT;
import static io.modeenvoy.xds.server.XdsTypes.LISTENER;
import static io.modeenvoy.xds.server.XdsTypes.ROUTE;
import static io.modeenvoy.xds.server.XdsTypes.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.modeenvoy.testkit.xds.DeltaStream;
import io.modeenvoy.testkit.xds.SotwStream;
import io.modeenvoy.testkit.xds.XdsReply;
import io.modeenvoy.testkit.xds.XdsStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** D1 to D13: what another well-known server gets wrong when run. */
final class KnownDefectsTest {
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void d01StateOfTheWorldNackIsAnsweredOnceAndParked() {
        server.publish(CLUSTER, cluster("a", 1));
        SotwStream envoy = server.sotw();
        envoy.subscribeAll(CLUSTER);
        envoy.nack(envoy.next(CLUSTER), "no");
        assertSilent(envoy, CLUSTER);
        server.publish(CLUSTER, cluster("a", 2));
        assertThat(envoy.take(CLUSTER).names()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {ENDPOINT, ROUTE, SECRET})
    void d02DeltaNackIsAnsweredOnceAndParked(String typeUrl) {
        server.publish(typeUrl, resource(typeUrl, 1));
        DeltaStream envoy = server.delta();
        envoy.subscribe(typeUrl, "a");
        envoy.nack(envoy.next(typeUrl), "no");
        assertSilent(envoy, typeUrl);
        server.publish(typeUrl, resource(typeUrl, 2));
        assertThat(envoy.take(typeUrl).names()).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource
    void d03ResourceRemovedAndAddedAgainIsDeliveredAgain(Dialect dialect) {
        server.publish(ROUTE, routes("a", "x"));
        XdsStream envoy = server.open(dialect);
        envoy.subscribe(ROUTE, "a");
        envoy.take(ROUTE);
        server.remove(ROUTE, "a");
        if (dialect == Dialect.DELTA) {
            assertThat(envoy.take(ROUTE).removed()).containsExactly("a");
        }
        server.settle(envoy, ROUTE);
        server.publish(ROUTE, routes("a", "x"));
        assertThat(envoy.take(ROUTE).names()).containsExactly("a");
    }

    @Test
    void d04MissingNameIsSaidToBeMissingAndDeliveredWhenCreated() {
        server.publish(ENDPOINT, endpoints("other", 1));
        DeltaStream envoy = server.delta();
        envoy.subscribe(ENDPOINT, "a");
        assertThat(envoy.take(ENDPOINT).removed()).containsExactly("a");
        server.publish(ENDPOINT, endpoints("a", 1));
        assertThat(envoy.take(ENDPOINT).names()).containsExactly("a");
    }

    @Test
    void d05InitialVersionsBringOnlyDifferencesAndRemovals() {
        XdsResource same = cluster("same", 1);
        server.publish(CLUSTER, same, cluster("changed", 2), cluster("new", 1));
        DeltaStream envoy = server.delta();
        envoy.resume(CLUSTER, Map.of("same", same.version(), "changed", "old", "gone", "old"));
        XdsReply reply = envoy.take(CLUSTER);
        assertThat(reply.names()).containsExactly("changed", "new");
        server.settle(envoy, CLUSTER);
        server.clock.advance(Duration.ofSeconds(5));
        assertThat(envoy.take(CLUSTER).removed()).containsExactly("gone");
    }

    @Test
    void d06VersionsFollowFromBytesAndHaveAtLeast64Bits() {
        assertThat(cluster("a", 1).version())
                .isEqualTo(cluster("a", 1).version())
                .hasSizeGreaterThanOrEqualTo(11);
        assertThat(cluster("a", 1).version()).isNotEqualTo(cluster("a", 2).version());
        SnapshotStore replica = new SnapshotStore();
        replica.publish(Fixtures.GROUP, ChangeSet.upsert(CLUSTER, cluster("b", 1)));
        replica.publish(Fixtures.GROUP, ChangeSet.upsert(CLUSTER, cluster("a", 1)));
        server.publish(CLUSTER, cluster("a", 7));
        server.publish(CLUSTER, cluster("a", 1), cluster("b", 1));
        assertThat(typeVersion(server.store)).isEqualTo(typeVersion(replica));
    }

    @Test
    void d07WatchThatCannotBeAnsweredWholeIsKept() {
        server.publish(ENDPOINT, endpoints("a", 1));
        SotwStream envoy = server.sotw();
        envoy.subscribe(ENDPOINT, "a", "b");
        assertThat(envoy.take(ENDPOINT).names()).containsExactly("a");
        server.publish(ENDPOINT, endpoints("b", 1));
        assertThat(envoy.take(ENDPOINT).names()).containsExactly("b");
    }

    @ParameterizedTest
    @EnumSource
    void d08NodeIsRememberedFromTheFirstRequest(Dialect dialect) {
        server.publish(CLUSTER, cluster("a", 1));
        server.publish(LISTENER, listener("l", "r", 1));
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(CLUSTER);
        envoy.take(CLUSTER);
        envoy.subscribeAll(LISTENER);
        assertThat(envoy.take(LISTENER).names()).containsExactly("l");
    }

    @ParameterizedTest
    @EnumSource
    void d09UnknownTypeIsParkedAndServedOnceItExists(Dialect dialect) {
        String unknown = "type.googleapis.com/example.Unknown";
        server.publish(CLUSTER, cluster("a", 1));
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(unknown);
        envoy.subscribeAll(CLUSTER);
        envoy.take(CLUSTER);
        assertThat(envoy.arrived(unknown)).isNull();
        server.publish(unknown, cluster("u", 1));
        assertThat(envoy.take(unknown).names()).containsExactly("u");
    }

    @ParameterizedTest
    @EnumSource
    void d10StarIsAWildcardForAnyTypeAndCanBeDroppedAgain(Dialect dialect) {
        server.publish(ENDPOINT, endpoints("a", 1), endpoints("b", 1));
        XdsStream envoy = server.open(dialect);
        envoy.subscribe(ENDPOINT, "*");
        assertThat(envoy.take(ENDPOINT).names()).containsExactly("a", "b");
        envoy.subscribe(ENDPOINT, "a");
        assertThat(envoy.take(ENDPOINT).names()).contains("a");
        envoy.unsubscribe(ENDPOINT, "*");
        server.settle(envoy, ENDPOINT);
        server.publish(ENDPOINT, endpoints("b", 2));
        assertSilent(envoy, ENDPOINT);
        server.publish(ENDPOINT, endpoints("a", 2));
        assertThat(envoy.take(ENDPOINT).names()).containsExactly("a");
        envoy.subscribe(ENDPOINT, "*");
        assertThat(envoy.take(ENDPOINT).names()).contains("b");
    }

    @Test
    void d11StaleNonceIsIgnoredAndItsSubscriptionHonoured() {
        server.publish(ENDPOINT, endpoints("a", 1), endpoints("b", 1));
        DeltaStream envoy = server.delta();
        envoy.subscribe(ENDPOINT, "a");
        XdsReply reply = envoy.take(ENDPOINT);
        envoy.ack(reply);
        envoy.send(DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(ENDPOINT)
                .setResponseNonce("from-another-life")
                .addResourceNamesSubscribe("b"));
        assertThat(envoy.take(ENDPOINT).names()).containsExactly("b");
    }

    @Test
    void d12RemovedClusterStaysUntilRoutesHaveStoppedUsingIt() {
        server.publish(CLUSTER, cluster("old", 1), cluster("new", 1));
        server.publish(ROUTE, routes("r", "old"));
        DeltaStream envoy = server.delta();
        envoy.subscribeAll(CLUSTER);
        envoy.take(CLUSTER);
        envoy.subscribe(ROUTE, "r");
        envoy.take(ROUTE);
        server.store.publish(
                Fixtures.GROUP,
                new ChangeSet(Map.of(ROUTE, Map.of("r", routes("r", "new"))), Map.of(CLUSTER, Set.of("old"))));
        XdsReply moved = envoy.next(ROUTE);
        server.clock.advance(TestServer.PATIENCE);
        assertSilent(envoy, CLUSTER);
        envoy.ack(moved);
        assertSilent(envoy, CLUSTER);
        server.clock.advance(Duration.ofSeconds(5));
        assertThat(envoy.take(CLUSTER).removed()).containsExactly("old");
    }

    @ParameterizedTest
    @EnumSource
    void d13NoNamesAfterNamesIsNothingAndNotEverything(Dialect dialect) {
        server.publish(CLUSTER, cluster("a", 1), cluster("b", 1));
        XdsStream envoy = server.open(dialect);
        envoy.subscribe(CLUSTER, "a");
        assertThat(envoy.take(CLUSTER).names()).containsExactly("a");
        envoy.unsubscribe(CLUSTER, "a");
        server.settle(envoy, CLUSTER);
        server.publish(CLUSTER, cluster("a", 2), cluster("b", 2));
        assertSilent(envoy, CLUSTER);
    }

    private void assertSilent(XdsStream envoy, String typeUrl) {
        server.settle(envoy, typeUrl);
        assertThat(envoy.arrived(typeUrl)).isNull();
    }

    private static String typeVersion(SnapshotStore store) {
        GroupSnapshot snapshot = store.snapshot(Fixtures.GROUP);
        TypeSnapshot type = snapshot == null ? null : snapshot.type(CLUSTER);
        return type == null ? "" : type.version();
    }

    private static XdsResource resource(String typeUrl, int mark) {
        return switch (typeUrl) {
            case ENDPOINT -> endpoints("a", mark);
            case ROUTE -> routes("a", "cluster-" + mark);
            default -> new XdsResource("a", secret("a" + mark).body());
        };
    }
}
