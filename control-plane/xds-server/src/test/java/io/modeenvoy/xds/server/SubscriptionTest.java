package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.Fixtures.cluster;
import static io.modeenvoy.xds.server.Fixtures.endpoints;
import static io.modeenvoy.xds.server.Fixtures.routes;
import static io.modeenvoy.xds.server.XdsTypes.CLUSTER;
import static io.modeenvoy.xds.server.XdsTypes.ENDPOINT;
import static io.modeenvoy.xds.server.XdsTypes.LISTENER;
import static io.modeenvoy.xds.server.XdsTypes.ROUTE;
import static io.modeenvoy.xds.server.XdsTypes.RUNTIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.modeenvoy.testkit.xds.DeltaStream;
import io.modeenvoy.testkit.xds.SotwStream;
import io.modeenvoy.testkit.xds.XdsReply;
import io.modeenvoy.testkit.xds.XdsStream;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Items 1 to 12, 31, 38 and 41 of the protocol suite: who gets what for asking. */
final class SubscriptionTest {
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void i01NamingNothingFirstMeansEverything(Dialect dialect) {
        server.publish(CLUSTER, cluster("a", 1), cluster("b", 1));
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(CLUSTER);
        assertThat(envoy.take(CLUSTER).names()).containsExactly("a", "b");
        server.publish(CLUSTER, cluster("c", 1));
        assertThat(envoy.take(CLUSTER).names()).contains("c");
    }

    @ParameterizedTest
    @EnumSource
    void i02StarMeansEverything(Dialect dialect) {
        server.publish(CLUSTER, cluster("a", 1), cluster("b", 1));
        XdsStream envoy = server.open(dialect);
        envoy.subscribe(CLUSTER, "*");
        assertThat(envoy.take(CLUSTER).names()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @EnumSource
    void i03DroppingStarKeepsTheNames(Dialect dialect) {
        server.publish(CLUSTER, cluster("a", 1), cluster("b", 1));
        XdsStream envoy = server.open(dialect);
        envoy.subscribe(CLUSTER, "*", "a");
        assertThat(envoy.take(CLUSTER).names()).containsExactly("a", "b");
        envoy.unsubscribe(CLUSTER, "*");
        envoy.barrier(RUNTIME);
        server.publish(CLUSTER, cluster("b", 2));
        assertSilent(envoy, CLUSTER);
        server.publish(CLUSTER, cluster("a", 2));
        assertThat(envoy.take(CLUSTER).names()).containsExactly("a");
    }

    @Test
    void i04NameAfterLegacyWildcardKeepsTheWildcardInDelta() {
        server.publish(CLUSTER, cluster("a", 1));
        DeltaStream envoy = server.delta();
        envoy.subscribeAll(CLUSTER);
        envoy.take(CLUSTER);
        envoy.subscribe(CLUSTER, "a");
        assertThat(envoy.take(CLUSTER).names()).containsExactly("a");
        server.publish(CLUSTER, cluster("b", 1));
        assertThat(envoy.take(CLUSTER).names()).containsExactly("b");
    }

    @ParameterizedTest
    @EnumSource
    void i05ClustersCanBeAskedForByName(Dialect dialect) {
        server.publish(CLUSTER, cluster("a", 1), cluster("b", 1));
        XdsStream envoy = server.open(dialect);
        envoy.subscribe(CLUSTER, "b");
        assertThat(envoy.take(CLUSTER).names()).containsExactly("b");
        server.publish(CLUSTER, cluster("a", 2));
        assertSilent(envoy, CLUSTER);
    }

    @ParameterizedTest
    @EnumSource
    void i06NewlyAskedNamesAreSentEvenIfNothingChanged(Dialect dialect) {
        server.publish(ENDPOINT, endpoints("a", 1), endpoints("b", 1));
        XdsStream envoy = server.open(dialect);
        envoy.subscribe(ENDPOINT, "a");
        assertThat(envoy.take(ENDPOINT).names()).containsExactly("a");
        envoy.subscribe(ENDPOINT, "b");
        assertThat(envoy.take(ENDPOINT).names()).containsExactly("b");
        envoy.unsubscribe(ENDPOINT, "b");
        envoy.barrier(RUNTIME);
        envoy.subscribe(ENDPOINT, "b");
        assertThat(envoy.take(ENDPOINT).names()).containsExactly("b");
    }

    @Test
    void i07NameAskedForAgainIsSentAgain() {
        server.publish(ENDPOINT, endpoints("a", 1));
        DeltaStream envoy = server.delta();
        envoy.subscribe(ENDPOINT, "a");
        envoy.take(ENDPOINT);
        envoy.subscribe(ENDPOINT, "a");
        assertThat(envoy.take(ENDPOINT).names()).containsExactly("a");
    }

    @Test
    void i08NameNeverAskedForCanBeUnsubscribed() {
        server.publish(ENDPOINT, endpoints("a", 1));
        DeltaStream envoy = server.delta();
        envoy.subscribe(ENDPOINT, "a");
        envoy.take(ENDPOINT);
        envoy.unsubscribe(ENDPOINT, "phantom");
        assertSilent(envoy, ENDPOINT);
        server.publish(ENDPOINT, endpoints("a", 2));
        assertThat(envoy.take(ENDPOINT).names()).containsExactly("a");
    }

    @Test
    void i09UnsubscribingANameUnderAWildcardIsAnswered() {
        server.publish(CLUSTER, cluster("a", 1));
        DeltaStream envoy = server.delta();
        envoy.subscribe(CLUSTER, "*", "a", "gone");
        envoy.take(CLUSTER);
        envoy.unsubscribe(CLUSTER, "a", "gone");
        XdsReply reply = envoy.take(CLUSTER);
        assertThat(reply.names()).containsExactly("a");
        assertThat(reply.removed()).containsExactly("gone");
    }

    @ParameterizedTest
    @EnumSource
    void i10MissingNameIsDeliveredWhenItIsCreated(Dialect dialect) {
        server.publish(ROUTE, routes("other", "x"));
        XdsStream envoy = server.open(dialect);
        envoy.subscribe(ROUTE, "a");
        envoy.barrier(RUNTIME);
        XdsReply missing = envoy.arrived(ROUTE);
        assertThat(missing == null ? List.of("a") : missing.removed()).containsExactly("a");
        if (missing != null) {
            envoy.ack(missing);
        }
        server.publish(ROUTE, routes("a", "x"));
        assertThat(envoy.take(ROUTE).names()).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource
    void i11ListenerRemovedAndAddedAgainIsDeliveredAgain(Dialect dialect) {
        XdsResource listener = Fixtures.listener("l", "r", 1);
        server.publish(LISTENER, listener, Fixtures.listener("m", "r", 1));
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(LISTENER);
        envoy.take(LISTENER);
        server.remove(LISTENER, "l");
        XdsReply removal = envoy.take(LISTENER);
        assertThat(removal.removed().contains("l") || removal.names().equals(Set.of("m")))
                .isTrue();
        envoy.barrier(RUNTIME);
        server.publish(LISTENER, listener);
        assertThat(envoy.take(LISTENER).names()).contains("l");
    }

    @ParameterizedTest
    @EnumSource
    void i12EmptyCollectionIsAnswered(Dialect dialect) {
        server.publish(ENDPOINT, endpoints("a", 1));
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(CLUSTER);
        assertThat(envoy.take(CLUSTER).names()).isEmpty();
        assertSilent(envoy, CLUSTER);
    }

    @ParameterizedTest
    @EnumSource
    void groupThatWasNeverPublishedKeepsItsClientsWaiting(Dialect dialect) {
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(CLUSTER);
        envoy.subscribeAll(LISTENER);
        server.publish(CLUSTER, cluster("a", 1));
        assertThat(envoy.take(CLUSTER).names()).containsExactly("a");
        assertThat(envoy.take(LISTENER).names()).isEmpty();
    }

    @Test
    void i31WhatIsThereOfTheEndpointsIsSent() {
        server.publish(ENDPOINT, endpoints("a", 1));
        DeltaStream envoy = server.delta();
        envoy.subscribe(ENDPOINT, "a", "b");
        XdsReply reply = envoy.take(ENDPOINT);
        assertThat(reply.names()).containsExactly("a");
        assertThat(reply.removed()).containsExactly("b");
    }

    @ParameterizedTest
    @EnumSource
    void i38TenThousandNamesAreServedAndOneChangeIsOneResource(Dialect dialect) {
        String[] names = IntStream.range(0, 10_000).mapToObj(i -> "c" + i).toArray(String[]::new);
        server.publish(
                ENDPOINT,
                IntStream.range(0, 10_000).mapToObj(i -> endpoints("c" + i, 1)).toArray(XdsResource[]::new));
        XdsStream envoy = server.open(dialect);
        envoy.subscribe(ENDPOINT, names);
        assertThat(envoy.take(ENDPOINT).names()).hasSize(10_000);
        envoy.barrier(RUNTIME);
        server.publish(ENDPOINT, endpoints("c77", 2));
        assertThat(envoy.take(ENDPOINT).names()).containsExactly("c77");
    }

    @Test
    void i41NameAskedForTwiceComesOnce() {
        server.publish(CLUSTER, cluster("a", 1));
        DeltaStream envoy = server.delta();
        envoy.send(DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(CLUSTER)
                .addResourceNamesSubscribe("a")
                .addResourceNamesSubscribe("a")
                .addResourceNamesSubscribe("*"));
        assertThat(envoy.take(CLUSTER).names()).containsExactly("a");
    }

    @Test
    void stateOfTheWorldSendsAllClustersWhenOneChangesButOnlyTheChangedEndpoints() {
        server.publish(CLUSTER, cluster("a", 1), cluster("b", 1));
        server.publish(ENDPOINT, endpoints("a", 1), endpoints("b", 1));
        SotwStream envoy = server.sotw();
        envoy.subscribeAll(CLUSTER);
        envoy.take(CLUSTER);
        envoy.subscribe(ENDPOINT, "a", "b");
        envoy.take(ENDPOINT);
        envoy.barrier(RUNTIME);
        server.publish(ENDPOINT, endpoints("b", 2));
        assertThat(envoy.take(ENDPOINT).names()).containsExactly("b");
        server.publish(CLUSTER, cluster("c", 1));
        assertThat(envoy.take(CLUSTER).names()).containsExactly("a", "b", "c");
    }

    private static void assertSilent(XdsStream envoy, String typeUrl) {
        envoy.barrier(RUNTIME);
        assertThat(envoy.arrived(typeUrl)).isNull();
    }
}
