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

/** Item 28 of the protocol suite: what is not answered holds what depends on it, for a time; what is rejected holds nothing. */
final class HoldTest {
    private static final String BAD_NEW = "Error adding/updating cluster(s) new: no such thing";

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void i28RejectedClusterHoldsNothing(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        Move.toNewCluster(server);
        XdsReply clusters = envoy.next(CLUSTER);
        assertSilent(envoy, ROUTE);
        envoy.nack(clusters, BAD_NEW);
        assertThat(envoy.take(ROUTE).names()).containsExactly("r");
        server.publish(CLUSTER, cluster("new", 2));
        assertThat(envoy.take(CLUSTER).names()).contains("new");
        assertSilent(envoy, ROUTE);
    }

    @ParameterizedTest
    @EnumSource
    void routesOfOthersComeAndGoWhileAClusterIsRejected(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        Move.toNewCluster(server);
        envoy.nack(envoy.next(CLUSTER), BAD_NEW);
        envoy.take(ROUTE);
        XdsResource without = routes("r", "new");
        XdsResource with = routes("r", "new", "fine");
        server.store.publish(
                GROUP,
                new ChangeSet(Map.of(CLUSTER, Map.of("fine", cluster("fine", 1)), ROUTE, Map.of("r", with)), Map.of()));
        assertThat(envoy.take(CLUSTER).names()).contains("fine");
        assertThat(envoy.take(ROUTE).body("r")).isEqualTo(with.body());
        server.publish(ROUTE, without);
        assertThat(envoy.take(ROUTE).body("r")).isEqualTo(without.body());
    }

    @ParameterizedTest
    @EnumSource
    void textThatLooksLikeTheNameOfARejectedClusterHoldsNothing(Dialect dialect) {
        XdsStream envoy = Move.follow(server, dialect);
        server.publish(CLUSTER, cluster("to-old", 1)); // as the route of r to old is called
        envoy.nack(envoy.next(CLUSTER), "Error adding/updating cluster(s) to-old: no such thing");
        server.publish(ROUTE, routes("r", "old", "old"));
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
    void clusterThatIsGoneLeavesAlsoWhenTheOneInItsPlaceIsRejected(Dialect dialect) {
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
        assertThat(envoy.take(ROUTE).names()).containsExactly("r", "r2");
        server.settle(envoy, CLUSTER);
        server.clock.advance(Duration.ofSeconds(5));
        XdsReply removal = envoy.next(CLUSTER);
        if (dialect == Dialect.DELTA) {
            assertThat(removal.removed()).containsExactlyInAnyOrder("old", "old2");
        } else {
            assertThat(removal.names()).contains("new2").doesNotContain("old", "old2");
        }
    }

    @ParameterizedTest
    @EnumSource
    void i28RejectedEndpointsHoldNothing(Dialect dialect) {
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
        assertSilent(envoy, ROUTE);
        envoy.ack(clusters);
        assertThat(envoy.take(ROUTE).names()).containsExactly("r");
        server.publish(ENDPOINT, endpoints("service", 2));
        assertThat(envoy.take(ENDPOINT).names()).containsExactly("service");
    }

    @ParameterizedTest
    @EnumSource
    void i28RejectedSecretHoldsNoListener(Dialect dialect) {
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
        XdsReply secrets = envoy.next(SECRET);
        XdsReply listeners = envoy.take(LISTENER);
        assertThat(listeners.names()).contains("other");
        assertThat(dialect == Dialect.SOTW || !listeners.names().contains("l")).isTrue();
        envoy.nack(secrets, "no such key");
        assertThat(envoy.take(LISTENER).body("l"))
                .isEqualTo(listener("l", "key", 2).body());
    }

    private void assertSilent(XdsStream envoy, String typeUrl) {
        server.settle(envoy, typeUrl);
        assertThat(envoy.arrived(typeUrl)).isNull();
    }
}
