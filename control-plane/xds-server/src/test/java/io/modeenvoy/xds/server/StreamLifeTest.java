package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.Fixtures.GROUP;
import static io.modeenvoy.xds.server.Fixtures.cluster;
import static io.modeenvoy.xds.server.Fixtures.endpoints;
import static io.modeenvoy.xds.server.Fixtures.node;
import static io.modeenvoy.xds.server.XdsTypes.CLUSTER;
import static io.modeenvoy.xds.server.XdsTypes.ENDPOINT;
import static io.modeenvoy.xds.server.XdsTypes.RUNTIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.cluster.v3.ClusterDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.grpc.Status.Code;
import io.modeenvoy.testkit.xds.DeltaStream;
import io.modeenvoy.testkit.xds.SotwStream;
import io.modeenvoy.testkit.xds.XdsReply;
import io.modeenvoy.testkit.xds.XdsStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Items 18 to 24 and 33 to 35 of the protocol suite: how streams begin, come back and end. */
final class StreamLifeTest {
    private final TestServer server =
            new TestServer(XdsServerOptions.defaults().withMaxStreams(3).withMaxStreamAge(Duration.ofHours(1)));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void i18AnotherNodeOnTheSameStreamIsRefused() {
        server.publish(CLUSTER, cluster("a", 1));
        DeltaStream envoy = server.delta();
        envoy.subscribeAll(CLUSTER);
        envoy.take(CLUSTER);
        envoy.send(DeltaDiscoveryRequest.newBuilder().setTypeUrl(ENDPOINT).setNode(node("somebody-else")));
        assertThat(envoy.ended().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(envoy.ended().getDescription()).contains("somebody-else", "envoy-1");
    }

    @ParameterizedTest
    @EnumSource
    void i19StreamWithoutANodeIsRefused(Dialect dialect) {
        XdsStream envoy = dialect.open(server.channel(), Node.getDefaultInstance());
        envoy.subscribeAll(CLUSTER);
        assertThat(envoy.ended().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @ParameterizedTest
    @EnumSource
    void i20RequestWithoutATypeIsRefusedOnTheAggregatedService(Dialect dialect) {
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll("");
        assertThat(envoy.ended().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(envoy.ended().getDescription()).contains("type_url");
    }

    @Test
    void serviceOfOneTypeKnowsItsTypeAndRefusesOthers() {
        server.publish(CLUSTER, cluster("a", 1));
        DeltaStream delta = DeltaStream.open(
                server.channel(), ClusterDiscoveryServiceGrpc.getDeltaClustersMethod(), node("envoy-1"));
        delta.subscribeAll("");
        assertThat(delta.take(CLUSTER).names()).containsExactly("a");
        SotwStream sotw = SotwStream.open(
                server.channel(), ClusterDiscoveryServiceGrpc.getStreamClustersMethod(), node("envoy-2"));
        sotw.subscribeAll(CLUSTER);
        assertThat(sotw.take(CLUSTER).names()).containsExactly("a");
        sotw.subscribeAll(ENDPOINT);
        assertThat(sotw.ended().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void i22ReconnectWithEqualVersionsIsSilentAndStillProgrammed() {
        XdsResource a = cluster("a", 1);
        server.publish(CLUSTER, a);
        DeltaStream envoy = server.delta();
        envoy.resume(CLUSTER, Map.of("a", a.version()));
        assertSilent(envoy, CLUSTER);
        assertThat(server.board.isAcked(GROUP, CLUSTER, "a", a.version())).isTrue();
        server.publish(CLUSTER, cluster("a", 2));
        assertThat(envoy.take(CLUSTER).names()).containsExactly("a");
    }

    @Test
    void i22ReconnectByNameBringsDifferencesAndWhatIsMissing() {
        XdsResource a = endpoints("a", 1);
        server.publish(ENDPOINT, a, endpoints("b", 2));
        DeltaStream envoy = server.delta();
        envoy.resume(ENDPOINT, Map.of("a", a.version(), "b", "older"), "a", "b", "c");
        XdsReply reply = envoy.take(ENDPOINT);
        assertThat(reply.names()).containsExactly("b");
        assertThat(reply.removed()).containsExactly("c");
    }

    @Test
    void i23ReconnectToAnotherReplicaResendsNothing() {
        try (TestServer replica = new TestServer()) {
            server.publish(CLUSTER, cluster("a", 1), cluster("b", 1));
            replica.publish(CLUSTER, cluster("b", 1));
            replica.publish(CLUSTER, cluster("a", 1));
            DeltaStream first = server.delta();
            first.subscribeAll(CLUSTER);
            DeltaStream second = replica.delta();
            second.resume(CLUSTER, first.take(CLUSTER).versions());
            assertSilent(second, CLUSTER);
        }
    }

    @Test
    void i24StateOfTheWorldReconnectWithTheCurrentVersionResendsNothing() {
        server.publish(CLUSTER, cluster("a", 1));
        SotwStream first = server.sotw();
        first.subscribeAll(CLUSTER);
        String version = first.take(CLUSTER).version();
        SotwStream second = server.sotw();
        second.resume(CLUSTER, version);
        assertSilent(second, CLUSTER);
        SotwStream third = server.sotw();
        third.resume(CLUSTER, "older");
        assertThat(third.take(CLUSTER).names()).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource
    void i33EndedStreamsAreForgotten(Dialect dialect) throws InterruptedException {
        CountDownLatch gone = new CountDownLatch(50);
        AckListener leaving = new AckListener() {
            @Override
            public void disconnected(NodeRef node) {
                gone.countDown();
            }
        };
        try (TestServer busy = new TestServer(XdsServerOptions.defaults(), leaving, XdsMetrics.none())) {
            busy.publish(CLUSTER, cluster("a", 1));
            for (int i = 0; i < 50; i++) {
                XdsStream envoy = busy.open(dialect);
                envoy.subscribeAll(CLUSTER);
                envoy.take(CLUSTER);
                envoy.close();
                assertThat(envoy.ended().isOk()).isTrue();
            }
            assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(busy.board.nodes()).isEmpty();
            assertThat(busy.xds().streams()).isZero();
        }
    }

    @Test
    void i34MoreStreamsThanAllowedAreRefused() {
        server.publish(CLUSTER, cluster("a", 1));
        for (int i = 0; i < 3; i++) {
            DeltaStream envoy = server.delta();
            envoy.subscribeAll(CLUSTER);
            envoy.take(CLUSTER);
        }
        DeltaStream fourth = server.delta();
        assertThat(fourth.ended().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void i34MoreConnectsThanAllowedAreRefusedUntilTimePasses() {
        try (TestServer slow = new TestServer(XdsServerOptions.defaults().withConnectsPerSecond(1))) {
            slow.publish(CLUSTER, cluster("a", 1));
            slow.delta().barrier(RUNTIME);
            assertThat(slow.delta().ended().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
            slow.clock.advance(Duration.ofSeconds(1));
            slow.delta().barrier(RUNTIME);
        }
    }

    @Test
    void i35DrainEndsStreamsWithinTheTimeAndRefusesNewOnes() {
        server.publish(CLUSTER, cluster("a", 1));
        DeltaStream envoy = server.delta();
        envoy.subscribeAll(CLUSTER);
        envoy.take(CLUSTER);
        server.xds().drain(Duration.ofSeconds(10));
        server.clock.advance(Duration.ofSeconds(10));
        assertThat(envoy.ended().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(server.delta().ended().getCode()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void streamThatIsTooOldEndsWellSoThatTheClientComesBack() {
        server.publish(CLUSTER, cluster("a", 1));
        DeltaStream envoy = server.delta();
        envoy.barrier(RUNTIME);
        server.clock.advance(Duration.ofMinutes(72));
        assertThat(envoy.ended().isOk()).isTrue();
    }

    private static void assertSilent(XdsStream envoy, String typeUrl) {
        envoy.barrier(RUNTIME);
        assertThat(envoy.arrived(typeUrl)).isNull();
    }
}
