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

/** Item 28 of the protocol suite: what is rejected, or not answered, holds what depends on it, and nothing else. */
final class HoldTest {
    private static final String BAD_NEW = "Error adding/updating cluster(s) new: no such thing";

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void i28RejectedClusterHoldsTheRouteToItAndItsMendingReleasesIt(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        Move.toNewCluster(server);
        envoy.nack(envoy.next(CLUSTER), BAD_NEW);
        assertSilent(envoy, ROUTE);
        server.clock.advance(Duration.ofSeconds(60));
        assertSilent(envoy, ROUTE);
        assertSilent(envoy, CLUSTER);
        server.publish(CLUSTER, cluster("new", 2));
        assertThat(envoy.take(CLUSTER).names()).contains("new");
        assertThat(envoy.take(ROUTE).names()).containsExactly("r");
    }

    @ParameterizedTest
    @EnumSource
    void i28RouteIsForcedWhenNobodyAnswers(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        Move.toNewCluster(server);
        envoy.next(CLUSTER);
        assertSilent(envoy, ROUTE);
        server.clock.advance(TestServer.PATIENCE);
        assertThat(envoy.take(ROUTE).names()).containsExactly("r");
    }

    @ParameterizedTest
    @EnumSource
    void clusterStaysAsLongAsARejectedRouteLeavesTheOldOneInUse(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        Move.toNewCluster(server);
        envoy.take(CLUSTER);
        envoy.nack(envoy.next(ROUTE), "no");
        server.settle(envoy, CLUSTER);
        server.clock.advance(Duration.ofSeconds(60));
        assertSilent(envoy, CLUSTER);
        server.publish(ROUTE, routes("r", "new", "new"));
        envoy.take(ROUTE);
        server.settle(envoy, CLUSTER);
        server.clock.advance(Duration.ofSeconds(60));
        envoy.take(CLUSTER);
    }

    @ParameterizedTest
    @EnumSource
    void i28RejectedClusterHoldsNothingButWhatMentionsIt(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        server.publish(ROUTE, routes("r2", "old"));
        envoy.subscribe(ROUTE, "r2");
        envoy.take(ROUTE);
        server.store.publish(
                GROUP,
                new ChangeSet(
                        Map.of(
                                CLUSTER, Map.of("new", cluster("new", 1), "fine", cluster("fine", 1)),
                                LISTENER, Map.of("l2", listener("l2", "r2", 1)),
                                ROUTE, Map.of("r", routes("r", "new"), "r2", routes("r2", "fine"))),
                        Map.of(CLUSTER, Set.of("old"))));
        envoy.nack(envoy.next(CLUSTER), BAD_NEW);
        assertThat(envoy.take(LISTENER).names()).contains("l2");
        assertThat(envoy.take(ROUTE).names()).containsExactly("r2");
        assertSilent(envoy, ROUTE);
        server.clock.advance(Duration.ofSeconds(60));
        assertSilent(envoy, CLUSTER); // r still needs the old one
        server.publish(CLUSTER, cluster("new", 2));
        assertThat(envoy.take(CLUSTER).names()).contains("new");
        assertThat(envoy.take(ROUTE).names()).containsExactly("r");
    }

    @ParameterizedTest
    @EnumSource
    void i28OneOfTwoMovesIsRejectedAndTheOtherIsFinished(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        server.publish(CLUSTER, cluster("old2", 1));
        envoy.take(CLUSTER);
        server.publish(ROUTE, routes("r2", "old2"));
        envoy.subscribe(ROUTE, "r2");
        envoy.take(ROUTE);
        server.store.publish(
                GROUP,
                new ChangeSet(
                        Map.of(
                                CLUSTER, Map.of("new", cluster("new", 1), "new2", cluster("new2", 1)),
                                ROUTE, Map.of("r", routes("r", "new"), "r2", routes("r2", "new2"))),
                        Map.of(CLUSTER, Set.of("old", "old2"))));
        envoy.nack(envoy.next(CLUSTER), BAD_NEW);
        assertThat(envoy.take(ROUTE).names()).containsExactly("r2");
        server.settle(envoy, CLUSTER);
        server.clock.advance(Duration.ofSeconds(5));
        XdsReply removal = envoy.take(CLUSTER);
        assertThat(dialect == Dialect.DELTA ? Set.copyOf(removal.removed()) : removal.names())
                .isEqualTo(dialect == Dialect.DELTA ? Set.of("old2") : Set.of("old", "new2"));
    }

    @ParameterizedTest
    @EnumSource
    void i28RejectedEndpointsHoldTheRouteToTheirNewCluster(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        server.store.publish(
                GROUP,
                new ChangeSet(
                        Map.of(
                                CLUSTER, Map.of("new", cluster("new", "service", 1)),
                                ENDPOINT, Map.of("service", endpoints("service", 1)),
                                ROUTE, Map.of("r", routes("r", "new"))),
                        Map.of()));
        XdsReply clusters = envoy.next(CLUSTER);
        envoy.subscribe(ENDPOINT, "service");
        envoy.nack(envoy.next(ENDPOINT), "no such place");
        envoy.ack(clusters);
        assertSilent(envoy, ROUTE);
        server.publish(ENDPOINT, endpoints("service", 2));
        assertThat(envoy.take(ENDPOINT).names()).containsExactly("service");
        assertThat(envoy.take(ROUTE).names()).containsExactly("r");
    }

    @ParameterizedTest
    @EnumSource
    void i28RejectedSecretHoldsTheListenerThatMentionsItAndNoOther(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        envoy.subscribe(SECRET, "key");
        server.settle(envoy, SECRET);
        XdsReply missing = envoy.arrived(SECRET);
        if (missing != null) {
            envoy.ack(missing);
        }
        server.store.publish(
                GROUP,
                new ChangeSet(
                        Map.of(
                                SECRET, Map.of("key", secret("key")),
                                LISTENER,
                                        Map.of(
                                                "l", listener("l", "key", 2),
                                                "other", listener("other", "r", 1))),
                        Map.of()));
        envoy.nack(envoy.next(SECRET), "no such key");
        XdsReply listeners = envoy.take(LISTENER);
        assertThat(listeners.names()).contains("other");
        assertThat(dialect == Dialect.SOTW || !listeners.names().contains("l")).isTrue();
        if (dialect == Dialect.SOTW) {
            assertThat(listeners.body("l")).isEqualTo(listener("l", "r", 1).body());
        }
        assertSilent(envoy, LISTENER);
    }

    private void assertSilent(XdsStream envoy, String typeUrl) {
        server.settle(envoy, typeUrl);
        assertThat(envoy.arrived(typeUrl)).isNull();
    }
}
