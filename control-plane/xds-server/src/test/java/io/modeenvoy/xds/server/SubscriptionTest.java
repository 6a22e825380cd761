package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.XdsTypes.CLUSTER;
import static io.modeenvoy.xds.server.XdsTypes.LISTENER;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.modeenvoy.testkit.xds.DeltaStream;
import io.modeenvoy.testkit.xds.SotwStream;
import io.modeenvoy.testkit.xds.XdsReply;
import io.modeenvoy.testkit.xds.XdsStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Items 1 to 12, 31, 38 and 41 of the protocol suite: who gets what for asking. */
final class SubscriptionTest {
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i01NamingNothingFirstMeansEverything(Access access) {
        publish(access, "a", "b");
        Client envoy = server.connect(access);
        envoy.subscribeAll();
        envoy.gets(Set.of("a", "b"), Set.of("a", "b"));
        publish(access, "c");
        envoy.gets(Set.of("c"), Set.of("a", "b", "c"));
        envoy.isSilent();
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i02StarMeansEverything(Access access) {
        publish(access, "a", "b");
        Client envoy = server.connect(access);
        envoy.subscribe("*");
        envoy.gets(Set.of("a", "b"), Set.of("a", "b"));
        publish(access, "c");
        envoy.gets(Set.of("c"), Set.of("a", "b", "c"));
        envoy.isSilent();
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i03DroppingStarKeepsTheNames(Access access) {
        publish(access, "a", "b");
        Client envoy = server.connect(access);
        envoy.subscribe("*", "a");
        envoy.gets(Set.of("a", "b"), Set.of("a", "b"));
        envoy.unsubscribe("*");
        envoy.isSilent();
        server.publish(access, "b", 2);
        envoy.isSilent();
        server.publish(access, "a", 2);
        envoy.gets(Set.of("a"), Set.of("a"));
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i04NoNamesAfterNamesIsNothingAndNotEverything(Access access) {
        publish(access, "a", "b");
        Client envoy = server.connect(access);
        envoy.subscribe("a");
        envoy.gets(Set.of("a"), Set.of("a"));
        envoy.unsubscribe("a");
        envoy.settle();
        server.publish(access, "a", 2);
        server.publish(access, "c", 2);
        envoy.isSilent();
    }

    @ParameterizedTest
    @MethodSource(Access.DELTA)
    void i04NameAfterTheLegacyWildcardKeepsTheWildcardInDelta(Access access) {
        publish(access, "a");
        Client envoy = server.connect(access);
        envoy.subscribeAll();
        envoy.gets(Set.of("a"), Set.of("a"));
        envoy.subscribe("a");
        envoy.gets(Set.of("a"), Set.of("a"));
        publish(access, "b");
        envoy.gets(Set.of("b"), Set.of("a", "b"));
    }

    @ParameterizedTest
    @MethodSource(Access.SOTW)
    void i04NameAfterTheLegacyWildcardEndsTheWildcardInStateOfTheWorld(Access access) {
        publish(access, "a", "b");
        Client envoy = server.connect(access);
        envoy.subscribeAll();
        envoy.take();
        envoy.subscribe("a");
        envoy.settle();
        XdsReply asked = envoy.stream().arrived(access.typeUrl());
        if (asked != null) {
            assertThat(asked.names()).containsExactly("a");
            envoy.ack(asked);
        }
        server.publish(access, "b", 2);
        envoy.isSilent();
        server.publish(access, "a", 2);
        assertThat(envoy.take().names()).containsExactly("a");
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i05EveryTypeCanBeAskedForByName(Access access) {
        publish(access, "a", "b");
        Client envoy = server.connect(access);
        envoy.subscribe("b");
        envoy.gets(Set.of("b"), Set.of("b"));
        server.publish(access, "a", 2);
        envoy.isSilent();
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i06NewlyAskedNamesAreSentEvenIfNothingChanged(Access access) {
        publish(access, "a", "b");
        Client envoy = server.connect(access);
        envoy.subscribe("a");
        envoy.gets(Set.of("a"), Set.of("a"));
        envoy.subscribe("b");
        envoy.gets(Set.of("b"), Set.of("a", "b"));
        envoy.unsubscribe("b");
        envoy.isSilent();
        server.publish(access, "b", 2);
        envoy.isSilent();
        envoy.subscribe("b");
        envoy.gets(Set.of("b"), Set.of("a", "b"));
    }

    @ParameterizedTest
    @MethodSource(Access.DELTA)
    void i07NameAskedForAgainIsSentAgain(Access access) {
        publish(access, "a", "b");
        Client envoy = server.connect(access);
        envoy.subscribe("a", "b");
        envoy.gets(Set.of("a", "b"), Set.of("a", "b"));
        envoy.subscribe("a");
        envoy.gets(Set.of("a"), Set.of("a", "b"));
    }

    @ParameterizedTest
    @MethodSource(Access.SOTW)
    void i07NamesRepeatedAreNoNewQuestionInStateOfTheWorld(Access access) {
        publish(access, "a");
        Client envoy = server.connect(access);
        envoy.subscribe("a");
        envoy.gets(Set.of("a"), Set.of("a"));
        envoy.subscribe("a");
        envoy.isSilent();
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i08NameNeverAskedForCanBeUnsubscribed(Access access) {
        publish(access, "a");
        Client envoy = server.connect(access);
        envoy.subscribe("a");
        envoy.gets(Set.of("a"), Set.of("a"));
        envoy.unsubscribe("phantom");
        envoy.isSilent();
        server.publish(access, "a", 2);
        envoy.gets(Set.of("a"), Set.of("a"));
    }

    @ParameterizedTest
    @MethodSource(Access.DELTA)
    void i09UnsubscribingNamesUnderAWildcardIsAnswered(Access access) {
        publish(access, "a");
        Client envoy = server.connect(access);
        envoy.subscribe("*", "a", "gone");
        assertThat(envoy.take().removed()).containsExactly("gone");
        envoy.unsubscribe("a", "gone");
        XdsReply reply = envoy.take();
        assertThat(reply.names()).containsExactly("a");
        assertThat(reply.removed()).containsExactly("gone");
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i09NameUnderAWildcardIsServedOnWhenItIsUnsubscribed(Access access) {
        publish(access, "a", "b");
        Client envoy = server.connect(access);
        envoy.subscribe("*", "a");
        envoy.take();
        envoy.unsubscribe("a");
        envoy.settle();
        XdsReply answer = envoy.stream().arrived(access.typeUrl());
        if (answer != null) {
            envoy.ack(answer);
        }
        server.publish(access, "a", 2);
        envoy.gets(Set.of("a"), Set.of("a", "b"));
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i10MissingNameIsSaidWherePossibleAndDeliveredWhenCreated(Access access) {
        publish(access, "other");
        Client envoy = server.connect(access);
        envoy.subscribe("a");
        if (access.isDelta()) {
            assertThat(envoy.take().removed()).containsExactly("a");
        } else if (envoy.isWhole()) {
            assertThat(envoy.take().names()).isEmpty();
        }
        envoy.isSilent();
        publish(access, "a");
        envoy.gets(Set.of("a"), Set.of("a"));
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i11RemovedAndAddedAgainIsDeliveredAgainUnderAWildcard(Access access) {
        publish(access, "a", "b");
        Client envoy = server.connect(access);
        envoy.subscribe("*");
        envoy.gets(Set.of("a", "b"), Set.of("a", "b"));
        server.remove(access, "a");
        envoy.loses("a", Set.of("b"));
        publish(access, "a");
        envoy.gets(Set.of("a"), Set.of("a", "b"));
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i11RemovedAndAddedAgainIsDeliveredAgainByName(Access access) {
        publish(access, "a", "b");
        Client envoy = server.connect(access);
        envoy.subscribe("a", "b");
        envoy.gets(Set.of("a", "b"), Set.of("a", "b"));
        server.remove(access, "a");
        envoy.loses("a", Set.of("b"));
        publish(access, "a");
        envoy.gets(Set.of("a"), Set.of("a", "b"));
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i12EmptyCollectionIsAnsweredOnce(Access access) {
        publish(access, "a");
        server.remove(access, "a");
        Client envoy = server.connect(access);
        envoy.subscribeAll();
        assertThat(envoy.take().names()).isEmpty();
        envoy.isSilent();
    }

    @ParameterizedTest
    @EnumSource
    void groupThatWasNeverPublishedKeepsItsClientsWaiting(Dialect dialect) {
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(CLUSTER);
        envoy.subscribeAll(LISTENER);
        server.settle(envoy, LISTENER);
        assertThat(envoy.arrived(LISTENER)).isNull();
        server.publish(CLUSTER, Fixtures.cluster("a", 1));
        assertThat(envoy.take(CLUSTER).names()).containsExactly("a");
        assertThat(envoy.take(LISTENER).names()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i31WhatIsThereOfTheNamesIsSentAndTheRestWhenItComes(Access access) {
        publish(access, "a");
        Client envoy = server.connect(access);
        envoy.subscribe("a", "b");
        XdsReply reply = envoy.take();
        assertThat(reply.names()).containsExactly("a");
        assertThat(reply.removed()).isEqualTo(access.isDelta() ? List.of("b") : List.of());
        envoy.isSilent();
        publish(access, "b");
        envoy.gets(Set.of("b"), Set.of("a", "b"));
    }

    @ParameterizedTest
    @MethodSource(Access.SOME)
    void i38TenThousandNamesAreServedAndOneChangeIsOneResource(Access access) {
        Set<String> names = IntStream.range(0, 10_000).mapToObj(i -> "n" + i).collect(Collectors.toSet());
        publish(access, names.toArray(String[]::new));
        Client envoy = server.connect(access);
        envoy.subscribe(names.toArray(String[]::new));
        assertThat(envoy.take().names()).isEqualTo(new TreeSet<>(names));
        server.publish(access, "n77", 2);
        XdsReply change = envoy.take();
        assertThat(change.names()).hasSize(envoy.isWhole() ? 10_000 : 1).contains("n77");
        envoy.isSilent();
    }

    @ParameterizedTest
    @MethodSource(Access.DELTA)
    void i41NameAskedForTwiceComesOnce(Access access) {
        publish(access, "a");
        Client envoy = server.connect(access);
        ((DeltaStream) envoy.stream())
                .send(DeltaDiscoveryRequest.newBuilder()
                        .setTypeUrl(access.typeUrl())
                        .addResourceNamesSubscribe("a")
                        .addResourceNamesSubscribe("a")
                        .addResourceNamesSubscribe("*"));
        assertThat(envoy.take().names()).containsExactly("a"); // a second one would fail in the client
        envoy.isSilent();
    }

    @ParameterizedTest
    @MethodSource(Access.SOTW)
    void i41NameAskedForTwiceComesOnceInStateOfTheWorld(Access access) {
        publish(access, "a");
        Client envoy = server.connect(access);
        ((SotwStream) envoy.stream())
                .send(DiscoveryRequest.newBuilder()
                        .setTypeUrl(access.typeUrl())
                        .addResourceNames("a")
                        .addResourceNames("*")
                        .addResourceNames("a"));
        assertThat(envoy.take().names()).containsExactly("a");
    }

    private void publish(Access access, String... names) {
        XdsResource[] resources =
                Set.of(names).stream().map(name -> access.resource(name, 1)).toArray(XdsResource[]::new);
        server.publish(access.typeUrl(), resources);
    }
}
