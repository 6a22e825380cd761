package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.Fixtures.GROUP;
import static io.modeenvoy.xds.server.Fixtures.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Status.Code;
import io.modeenvoy.testkit.xds.DeltaStream;
import io.modeenvoy.testkit.xds.SotwStream;
import io.modeenvoy.testkit.xds.XdsReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Items 18 to 24, 34 and 35 of the protocol suite: how streams begin, go on elsewhere and end. */
final class StreamLifeTest {
    private final TestServer server = new TestServer(XdsServerOptions.defaults().withMaxStreamAge(Duration.ofHours(1)));

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i18NodeIsNeededInTheFirstRequestOnlyAndCannotChange(Access access) {
        Client envoy = following(server, access);
        envoy.isSilent();
        envoy.stream().repeatAs(node("envoy-1"), access.typeUrl());
        envoy.isSilent();
        envoy.stream().repeatAs(node("somebody-else"), access.typeUrl());
        assertThat(envoy.stream().ended().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(envoy.stream().ended().getDescription()).contains("somebody-else", "envoy-1");
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i19StreamWithoutANodeIsRefused(Access access) {
        Client envoy = server.connect(access, Node.getDefaultInstance());
        envoy.subscribeAll();
        assertThat(envoy.stream().ended().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(envoy.stream().ended().getDescription()).contains("node.id");
    }

    @ParameterizedTest
    @MethodSource(Access.AGGREGATED)
    void i20RequestWithoutATypeIsRefusedOnTheAggregatedService(Access access) {
        Client envoy = following(server, access);
        envoy.stream().subscribeAll("");
        assertThat(envoy.stream().ended().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(envoy.stream().ended().getDescription()).contains("type_url");
    }

    @ParameterizedTest
    @MethodSource(Access.OWN)
    void i20ServiceOfOneTypeKnowsItsTypeAndRefusesOthers(Access access) {
        server.publish(access, "a", 1);
        Client envoy = server.connect(access);
        envoy.stream().subscribeAll("");
        assertThat(envoy.take().names()).containsExactly("a");
        envoy.stream().subscribeAll("type.googleapis.com/example.Other");
        assertThat(envoy.stream().ended().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(envoy.stream().ended().getDescription()).contains("example.Other", access.typeUrl());
    }

    @ParameterizedTest
    @MethodSource(Access.AGGREGATED)
    void i21UnknownTypeIsParkedAndDisturbsNobody(Access access) {
        String unknown = "type.googleapis.com/example.Unknown";
        Client envoy = server.connect(access);
        envoy.stream().subscribe(unknown, "u");
        server.publish(access, "a", 1);
        envoy.subscribeAll();
        envoy.gets(Set.of("a"), Set.of("a"));
        server.settle(envoy.stream(), unknown);
        assertThat(envoy.stream().arrived(unknown)).isNull();
        server.publish(unknown, access.resource("u", 1));
        assertThat(envoy.stream().take(unknown).names()).containsExactly("u");
    }

    @ParameterizedTest
    @MethodSource(Access.DELTA)
    void i22ReconnectWithEqualVersionsIsSilentAndStillProgrammed(Access access) {
        XdsResource a = access.resource("a", 1);
        server.publish(access.typeUrl(), a);
        Client envoy = server.connect(access);
        delta(envoy).resume(access.typeUrl(), Map.of("a", a.version()));
        envoy.isSilent();
        assertThat(server.board.isAcked(GROUP, access.typeUrl(), "a", a.version()))
                .isTrue();
        server.publish(access, "a", 2);
        envoy.gets(Set.of("a"), Set.of("a"));
    }

    @ParameterizedTest
    @MethodSource(Access.DELTA)
    void i22ReconnectBringsOlderUnknownAndGoneUpToDate(Access access) {
        XdsResource same = access.resource("same", 1);
        String older = access.resource("older", 1).version();
        server.publish(access.typeUrl(), same, access.resource("older", 2), access.resource("unknown", 1));
        Client envoy = server.connect(access);
        delta(envoy)
                .resume(
                        access.typeUrl(),
                        Map.of("same", same.version(), "older", older, "unknown", "never seen", "gone", "x"));
        XdsReply changed = envoy.take();
        assertThat(changed.names()).containsExactly("older", "unknown");
        if (access.kind().hasGrace()) {
            envoy.loses("gone", Set.of());
        } else {
            assertThat(changed.removed()).containsExactly("gone");
        }
        envoy.isSilent();
    }

    @ParameterizedTest
    @MethodSource(Access.DELTA)
    void i22ReconnectByNameBringsDifferencesAndWhatIsMissing(Access access) {
        XdsResource a = access.resource("a", 1);
        server.publish(access.typeUrl(), a, access.resource("b", 2));
        Client envoy = server.connect(access);
        delta(envoy).resume(access.typeUrl(), Map.of("a", a.version(), "b", "older", "not asked", "x"), "a", "b", "c");
        XdsReply reply = envoy.take();
        assertThat(reply.names()).containsExactly("b");
        assertThat(reply.removed()).containsExactly("c");
        envoy.isSilent();
    }

    @ParameterizedTest
    @MethodSource(Access.DELTA)
    void i23ReconnectToAnotherReplicaResendsNothing(Access access) {
        try (TestServer replica = otherReplica(access)) {
            Client first = following(server, access);
            Client second = replica.connect(access);
            delta(second)
                    .resume(
                            access.typeUrl(),
                            Map.of("a", access.resource("a", 1).version()));
            second.isSilent();
            first.isSilent();
        }
    }

    @ParameterizedTest
    @MethodSource(Access.SOTW)
    void i23StateOfTheWorldReconnectToAnotherReplicaResendsNothing(Access access) {
        server.publish(access, "a", 1);
        Client first = server.connect(access);
        first.subscribeAll();
        String version = first.take().version();
        try (TestServer replica = otherReplica(access)) {
            Client second = replica.connect(access);
            sotw(second).resume(access.typeUrl(), version);
            second.isSilent();
        }
    }

    @ParameterizedTest
    @MethodSource(Access.SOTW)
    void i24StateOfTheWorldReconnectWithTheCurrentVersionResendsNothing(Access access) {
        server.publish(access, "a", 1);
        Client first = server.connect(access);
        first.subscribeAll();
        String version = first.take().version();
        Client second = server.connect(access);
        sotw(second).resume(access.typeUrl(), version);
        second.isSilent();
        server.publish(access, "b", 1);
        assertThat(second.take().names()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @MethodSource(Access.SOTW)
    void i24StateOfTheWorldReconnectWithAnotherVersionBringsEverything(Access access) {
        server.publish(access, "a", 1);
        Client envoy = server.connect(access);
        sotw(envoy).resume(access.typeUrl(), "older");
        assertThat(envoy.take().names()).containsExactly("a");
        envoy.isSilent();
    }

    @ParameterizedTest
    @MethodSource(Access.SOME)
    void i34MoreStreamsThanAllowedAreRefused(Access access) {
        try (TestServer small = new TestServer(XdsServerOptions.defaults().withMaxStreams(3))) {
            for (int i = 0; i < 3; i++) {
                following(small, access);
            }
            Client fourth = small.connect(access);
            assertThat(fourth.stream().ended().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        }
    }

    @ParameterizedTest
    @MethodSource(Access.SOME)
    void i34MoreConnectsThanAllowedAreRefusedUntilTimePasses(Access access) {
        try (TestServer slow = new TestServer(XdsServerOptions.defaults().withConnectsPerSecond(1))) {
            following(slow, access);
            assertThat(slow.connect(access).stream().ended().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
            slow.clock.advance(Duration.ofSeconds(1));
            following(slow, access);
        }
    }

    @ParameterizedTest
    @MethodSource(Access.SOME)
    void i35DrainEndsStreamsSpreadOverTheTimeAndRefusesNewOnes(Access access) {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            clients.add(following(server, access));
        }
        server.xds().drain(Duration.ofSeconds(10));
        assertThat(server.xds().streams()).isEqualTo(60);
        server.clock.advance(Duration.ofSeconds(5));
        assertThat(server.clock.pending()).isBetween(1, 2 * 60 - 2); // each has its age, the rest their end
        server.clock.advance(Duration.ofSeconds(5));
        assertThat(clients)
                .allSatisfy(
                        client -> assertThat(client.stream().ended().getCode()).isEqualTo(Code.UNAVAILABLE));
        assertThat(server.connect(access).stream().ended().getCode()).isEqualTo(Code.UNAVAILABLE);
    }

    @ParameterizedTest
    @MethodSource(Access.SOME)
    void i35StreamThatIsTooOldEndsWellSoThatTheClientComesBack(Access access) {
        Client envoy = following(server, access);
        server.clock.advance(Duration.ofMinutes(59));
        envoy.isSilent();
        server.clock.advance(Duration.ofMinutes(13));
        assertThat(envoy.stream().ended().isOk()).isTrue();
    }

    /** A client that has all there is, which is {@code a}. */
    private static Client following(TestServer server, Access access) {
        server.publish(access, "a", 1);
        Client envoy = server.connect(access);
        envoy.subscribeAll();
        envoy.gets(Set.of("a"), Set.of("a"));
        return envoy;
    }

    /** The same content after another history. */
    private static TestServer otherReplica(Access access) {
        TestServer replica = new TestServer();
        replica.publish(access, "b", 1);
        replica.publish(access, "a", 3);
        replica.remove(access, "b");
        replica.publish(access, "a", 1);
        return replica;
    }

    private static DeltaStream delta(Client client) {
        return (DeltaStream) client.stream();
    }

    private static SotwStream sotw(Client client) {
        return (SotwStream) client.stream();
    }
}
