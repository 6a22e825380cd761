package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.Fixtures.GROUP;
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

import io.modeenvoy.testkit.xds.XdsReply;
import io.modeenvoy.testkit.xds.XdsStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Items 27, 29 and 30 of the protocol suite: make before break. */
final class OrderTest {
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void i27RouteToANewClusterWaitsForTheClustersAck(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        Move.toNewCluster(server);
        XdsReply clusters = envoy.next(CLUSTER);
        assertThat(clusters.names()).contains("new");
        assertSilent(envoy, ROUTE);
        envoy.ack(clusters);
        assertThat(envoy.take(ROUTE).body("r")).isEqualTo(routes("r", "new").body());
    }

    @ParameterizedTest
    @EnumSource
    void i27RouteWaitsForTheEndpointsOfANewCluster(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        Move.toNewCluster(server);
        XdsReply clusters = envoy.next(CLUSTER);
        envoy.subscribe(ENDPOINT, "new");
        XdsReply endpoints = envoy.next(ENDPOINT);
        assertThat(endpoints.names()).containsExactly("new");
        envoy.ack(clusters);
        assertSilent(envoy, ROUTE);
        envoy.ack(endpoints);
        assertThat(envoy.take(ROUTE).names()).containsExactly("r");
    }

    @ParameterizedTest
    @EnumSource
    void i27ChangedRouteFollowsItsChangedListener(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        server.store.publish(
                GROUP,
                new ChangeSet(
                        Map.of(
                                LISTENER, Map.of("l", listener("l", "r", 2)),
                                ROUTE, Map.of("r", routes("r", "old", "old"))),
                        Map.of()));
        XdsReply listeners = envoy.next(LISTENER);
        assertSilent(envoy, ROUTE);
        envoy.ack(listeners);
        assertThat(envoy.take(ROUTE).names()).containsExactly("r");
    }

    @ParameterizedTest
    @EnumSource
    void changeThatDependsOnNothingNewGoesAtOnce(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        server.publish(CLUSTER, cluster("unrelated", 1));
        XdsReply clusters = envoy.next(CLUSTER);
        server.publish(ROUTE, routes("r", "old", "old"));
        assertThat(envoy.take(ROUTE).names()).containsExactly("r");
        server.publish(ENDPOINT, endpoints("old", 2));
        assertThat(envoy.take(ENDPOINT).names()).containsExactly("old");
        envoy.ack(clusters);
    }

    @ParameterizedTest
    @EnumSource
    void i29OldClusterLeavesAfterTheGrace(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        Move.toNewCluster(server);
        assertThat(envoy.take(CLUSTER).names())
                .contains("new")
                .matches(names -> dialect == Dialect.DELTA || names.contains("old"));
        envoy.take(ROUTE);
        assertSilent(envoy, CLUSTER);
        server.clock.advance(Duration.ofSeconds(4));
        assertSilent(envoy, CLUSTER);
        server.clock.advance(Duration.ofSeconds(1));
        XdsReply removal = envoy.take(CLUSTER);
        assertThat(dialect == Dialect.DELTA ? Set.copyOf(removal.removed()) : removal.names())
                .isEqualTo(dialect == Dialect.DELTA ? Set.of("old") : Set.of("new"));
    }

    @ParameterizedTest
    @EnumSource
    void i29GraceIsCancelledByANewReference(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        Move.toNewCluster(server);
        envoy.take(CLUSTER);
        envoy.take(ROUTE);
        server.settle(envoy, CLUSTER);
        server.publish(CLUSTER, cluster("old", 1));
        server.clock.advance(Duration.ofSeconds(60));
        assertSilent(envoy, CLUSTER);
    }

    @ParameterizedTest
    @EnumSource
    void i30EndpointsOfAChangedClusterComeAgainSoThatItsWarmingEnds(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        server.publish(CLUSTER, cluster("old", 2));
        XdsReply clusters = envoy.next(CLUSTER);
        assertThat(clusters.names()).containsExactly("old");
        assertThat(envoy.take(ENDPOINT).names()).containsExactly("old");
        envoy.ack(clusters);
        assertSilent(envoy, ENDPOINT);
    }

    @ParameterizedTest
    @EnumSource
    void i30EndpointsUnderAnotherNameComeAgainForANewCluster(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        server.publish(CLUSTER, cluster("second", "old", 1));
        envoy.take(CLUSTER);
        assertThat(envoy.take(ENDPOINT).names()).containsExactly("old");
    }

    @ParameterizedTest
    @EnumSource
    void i27FirstPushGoesInOrderWhateverWasAskedFirst(Dialect dialect) {
        server.publish(CLUSTER, cluster("c", 1));
        server.publish(ENDPOINT, endpoints("c", 1));
        server.publish(LISTENER, listener("l", "r", 1));
        server.publish(ROUTE, routes("r", "c"));
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(CLUSTER);
        envoy.subscribe(ROUTE, "r");
        envoy.subscribeAll(LISTENER);
        XdsReply clusters = envoy.next(CLUSTER);
        XdsReply listeners = envoy.next(LISTENER); // mentions no cluster, so it need not wait for one
        assertSilent(envoy, ROUTE);
        envoy.subscribe(ENDPOINT, "c");
        XdsReply endpoints = envoy.next(ENDPOINT);
        envoy.ack(clusters);
        envoy.ack(listeners);
        assertSilent(envoy, ROUTE);
        envoy.ack(endpoints);
        assertThat(envoy.take(ROUTE).names()).containsExactly("r");
    }

    @ParameterizedTest
    @EnumSource
    void routeDoesNotWaitForAListenerThatDoesNotMentionIt(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        server.store.publish(
                GROUP,
                new ChangeSet(
                        Map.of(
                                LISTENER, Map.of("other", listener("other", "other routes", 1)),
                                ROUTE, Map.of("r", routes("r", "old", "old"))),
                        Map.of()));
        XdsReply listeners = envoy.next(LISTENER);
        assertThat(envoy.take(ROUTE).names()).containsExactly("r");
        envoy.ack(listeners);
    }

    @ParameterizedTest
    @EnumSource
    void i29ClusterThatIsRemovedBeforeItsAckHasItsGraceToo(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        server.publish(CLUSTER, cluster("new", 1));
        XdsReply clusters = envoy.next(CLUSTER);
        server.remove(CLUSTER, "new");
        envoy.ack(clusters);
        assertSilent(envoy, CLUSTER);
        server.clock.advance(Duration.ofSeconds(5));
        assertThat(envoy.take(CLUSTER).names()).doesNotContain("new");
    }

    @ParameterizedTest
    @EnumSource
    void i29EverythingOfARemovedServiceLeavesInOrder(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        server.publish(SECRET, secret("key"));
        envoy.subscribe(SECRET, "key");
        envoy.take(SECRET);
        server.settle(envoy, SECRET);
        server.store.publish(
                GROUP,
                new ChangeSet(
                        Map.of(),
                        Map.of(
                                CLUSTER, Set.of("old"),
                                ENDPOINT, Set.of("old"),
                                SECRET, Set.of("key"),
                                LISTENER, Set.of("l"),
                                ROUTE, Set.of("r"))));
        envoy.take(LISTENER);
        if (dialect == Dialect.DELTA) {
            assertThat(envoy.take(ROUTE).removed()).containsExactly("r");
        }
        assertSilent(envoy, CLUSTER);
        assertSilent(envoy, ENDPOINT);
        assertSilent(envoy, SECRET);
        server.clock.advance(Duration.ofSeconds(5));
        assertThat(envoy.take(CLUSTER).names()).isEmpty();
        if (dialect == Dialect.DELTA) {
            assertThat(envoy.take(ENDPOINT).removed()).containsExactly("old");
            assertThat(envoy.take(SECRET).removed()).containsExactly("key");
        }
    }

    private void assertSilent(XdsStream envoy, String typeUrl) {
        server.settle(envoy, typeUrl);
        assertThat(envoy.arrived(typeUrl)).isNull();
    }
}
