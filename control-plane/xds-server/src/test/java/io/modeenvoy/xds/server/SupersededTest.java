package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.Fixtures.GROUP;
import static io.modeenvoy.xds.server.Fixtures.cluster;
import static io.modeenvoy.xds.server.Fixtures.endpoints;
import static io.modeenvoy.xds.server.Fixtures.listener;
import static io.modeenvoy.xds.server.Fixtures.routes;
import static io.modeenvoy.xds.server.XdsTypes.CLUSTER;
import static io.modeenvoy.xds.server.XdsTypes.ENDPOINT;
import static io.modeenvoy.xds.server.XdsTypes.LISTENER;
import static io.modeenvoy.xds.server.XdsTypes.ROUTE;
import static io.modeenvoy.xds.server.XdsTypes.RUNTIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.testkit.xds.XdsReply;
import io.modeenvoy.testkit.xds.XdsStream;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A client asks for what it was told of, and that is gone by then. Told that it is gone, Envoy would put a cluster without endpoints or a listener without
 * routes in place of a good one; told nothing, it would not acknowledge the cluster, and so never get the next one.
 */
final class SupersededTest {
    private final TestServer server = new TestServer();

    @BeforeEach
    void publish() {
        server.publish(CLUSTER, cluster("c", "first", 1));
        server.publish(ENDPOINT, endpoints("first", 1));
        server.publish(LISTENER, listener("l", "first", 1));
        server.publish(ROUTE, routes("first", "c"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void endpointsThatAreGoneWhenAskedForAreThoseOfTheClusterOnItsWay(Dialect dialect) {
        XdsStream envoy = connected(dialect);
        rename(CLUSTER, cluster("c", "second", 1), ENDPOINT, endpoints("second", 1), "first");
        XdsReply second = envoy.next(CLUSTER);
        rename(CLUSTER, cluster("c", "third", 1), ENDPOINT, endpoints("third", 1), "second");
        envoy.subscribe(ENDPOINT, "second");
        assertThat(envoy.take(ENDPOINT).body("second"))
                .isEqualTo(endpoints("second", 1).body());
        envoy.ack(second);
        assertThat(envoy.take(CLUSTER).body("c"))
                .isEqualTo(cluster("c", "third", 1).body());
        envoy.subscribe(ENDPOINT, "third");
        assertThat(envoy.take(ENDPOINT).names()).contains("third");
    }

    @ParameterizedTest
    @EnumSource
    void endpointsAreKnownAlthoughTheirClusterIsGoneAsWell(Dialect dialect) {
        XdsStream envoy = connected(dialect);
        server.store.publish(
                GROUP,
                new ChangeSet(
                        Map.of(
                                CLUSTER, Map.of("d", cluster("d", "second", 1)),
                                ENDPOINT, Map.of("second", endpoints("second", 1))),
                        Map.of()));
        XdsReply withIt = envoy.next(CLUSTER);
        server.store.publish(GROUP, new ChangeSet(Map.of(), Map.of(CLUSTER, Set.of("d"), ENDPOINT, Set.of("second"))));
        envoy.subscribe(ENDPOINT, "second");
        assertThat(envoy.take(ENDPOINT).names()).contains("second");
        envoy.ack(withIt);
    }

    @ParameterizedTest
    @EnumSource
    void routesThatAreGoneWhenAskedForAreThoseOfTheListenerOnItsWay(Dialect dialect) {
        XdsStream envoy = connected(dialect);
        rename(LISTENER, listener("l", "second", 1), ROUTE, routes("second", "c"), "first");
        XdsReply second = envoy.next(LISTENER);
        rename(LISTENER, listener("l", "third", 1), ROUTE, routes("third", "c"), "second");
        envoy.subscribe(ROUTE, "second");
        envoy.ack(second);
        assertThat(envoy.take(LISTENER).body("l"))
                .isEqualTo(listener("l", "third", 1).body());
        envoy.subscribe(ROUTE, "third");
        assertThat(envoy.take(ROUTE).removed()).doesNotContain("second");
    }

    @ParameterizedTest
    @EnumSource
    void endpointsThatTheClientRejectsAreNotOfferedForever(Dialect dialect) {
        XdsStream envoy = connected(dialect);
        rename(CLUSTER, cluster("c", "second", 1), ENDPOINT, endpoints("second", 1), "first");
        envoy.next(CLUSTER);
        rename(CLUSTER, cluster("c", "third", 1), ENDPOINT, endpoints("third", 1), "second");
        envoy.subscribe(ENDPOINT, "second");
        XdsReply offered = envoy.next(ENDPOINT);
        envoy.nack(offered, "no");
        envoy.barrier(RUNTIME);
        XdsReply answer = envoy.arrived(ENDPOINT);
        assertThat(answer == null ? Set.of() : answer.names()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsGoneForGoodIsToldAtOnce(Dialect dialect) {
        XdsStream envoy = connected(dialect);
        envoy.subscribe(ENDPOINT, "nowhere");
        envoy.barrier(RUNTIME);
        XdsReply answer = envoy.arrived(ENDPOINT);
        assertThat(answer == null ? dialect == Dialect.SOTW : answer.removed().contains("nowhere"))
                .isTrue();
    }

    private void rename(String userType, XdsResource user, String type, XdsResource used, String old) {
        server.store.publish(
                GROUP,
                new ChangeSet(
                        Map.of(userType, Map.of(user.name(), user), type, Map.of(used.name(), used)),
                        Map.of(type, Set.of(old))));
    }

    private XdsStream connected(Dialect dialect) {
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(CLUSTER);
        envoy.take(CLUSTER);
        envoy.subscribe(ENDPOINT, "first");
        envoy.take(ENDPOINT);
        envoy.subscribeAll(LISTENER);
        envoy.take(LISTENER);
        envoy.subscribe(ROUTE, "first");
        envoy.take(ROUTE);
        return envoy;
    }
}
