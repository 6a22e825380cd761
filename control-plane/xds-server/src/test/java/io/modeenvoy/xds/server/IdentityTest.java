package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.Fixtures.GROUP;
import static io.modeenvoy.xds.server.Fixtures.cluster;
import static io.modeenvoy.xds.server.Fixtures.node;
import static io.modeenvoy.xds.server.XdsTypes.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.service.cluster.v3.ClusterDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.status.v3.ClientConfig;
import io.envoyproxy.envoy.service.status.v3.ClientStatusDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.status.v3.ClientStatusRequest;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.modeenvoy.testkit.tls.TestAuthority;
import io.modeenvoy.testkit.tls.TestCertificate;
import io.modeenvoy.testkit.xds.DeltaStream;
import io.modeenvoy.testkit.xds.SotwStream;
import io.modeenvoy.testkit.xds.XdsStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Item 36 of the protocol suite: who a client is, and who it says it is, over TLS on a real socket. */
final class IdentityTest {
    private static final String SPIFFE = "spiffe://test/envoy-1";

    private final TestAuthority authority = TestAuthority.named("test");
    private final SnapshotStore store = new SnapshotStore();
    private final AckBoard board = new AckBoard();
    private final Queue<RefusedClaim> refused = new ConcurrentLinkedQueue<>();
    private final Queue<String> counted = new ConcurrentLinkedQueue<>();
    private final Identities identities = new OneNode();
    private final XdsMetrics metrics = new XdsMetrics() {
        @Override
        public void refused(String reason) {
            counted.add(reason);
        }
    };
    private final XdsServer xds = new XdsServer(
            store,
            NodeGroups.byCluster(),
            identities,
            AckListener.both(board, new AckListener() {
                @Override
                public void refused(RefusedClaim claim) {
                    refused.add(claim);
                }
            }),
            metrics,
            XdsServerOptions.defaults());
    private Server server;
    private ManagedChannel channel;

    /** The holder of {@link #SPIFFE} may be the node {@code envoy-1} of the group of the tests. */
    private static final class OneNode implements Identities {
        @Override
        public @Nullable String objection(Peer peer, String nodeId, String group) {
            boolean itself = peer instanceof Peer.Certified(var names)
                    && names.contains("uri:" + SPIFFE)
                    && nodeId.equals("envoy-1")
                    && group.equals(GROUP);
            return itself ? null : "node: " + nodeId + " of group " + group + " claimed by " + peer;
        }

        @Override
        public @Nullable String introspectionObjection(Peer peer) {
            return peer instanceof Peer.Certified(var names) && names.contains("cn:operator")
                    ? null
                    : "introspection: not for " + peer;
        }
    }

    @BeforeEach
    void start() throws IOException {
        TestCertificate own = authority.server("ads.test");
        server = xds.addTo(NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
                .sslContext(GrpcSslContexts.forServer(in(own.pem()), in(own.key()))
                        .trustManager(in(authority.pem()))
                        .clientAuth(ClientAuth.REQUIRE)
                        .build())
                .addService(ServerInterceptors.intercept(
                        new ClientStatusService(xds, board, ShownResources.none()),
                        new IntrospectionGuard(identities, metrics)))
                .build()
                .start();
        channel = channel(authority.client(SPIFFE));
        store.publish(GROUP, ChangeSet.upsert(CLUSTER, cluster("a", 1)));
        store.publish("other", ChangeSet.upsert(CLUSTER, cluster("secret", 1)));
    }

    @AfterEach
    void stop() {
        xds.close();
        channel.shutdownNow();
        server.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void i36TheNodeOfTheCertificateIsServed(Dialect dialect) {
        XdsStream envoy = dialect.open(channel, node("envoy-1"));
        envoy.subscribeAll(CLUSTER);

        assertThat(envoy.take(CLUSTER).names()).containsExactly("a");
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void i36AnotherNodesIdIsDenied(Dialect dialect) {
        XdsStream envoy = dialect.open(channel, node("envoy-2"));
        envoy.subscribeAll(CLUSTER);

        assertDenied(envoy, "node: envoy-2 of group edge claimed by certificate cn:client, uri:" + SPIFFE);
    }

    @ParameterizedTest
    @EnumSource
    void i36AnotherGroupIsDenied(Dialect dialect) {
        XdsStream envoy = dialect.open(
                channel, node("envoy-1").toBuilder().setCluster("other").build());
        envoy.subscribeAll(CLUSTER);

        assertDenied(envoy, "node: envoy-1 of group other claimed by certificate cn:client, uri:" + SPIFFE);
    }

    @Test
    void i36TheServicesOfOneTypeDenyToo() {
        DeltaStream delta =
                DeltaStream.open(channel, ClusterDiscoveryServiceGrpc.getDeltaClustersMethod(), node("envoy-2"));
        delta.subscribeAll(CLUSTER);
        SotwStream sotw =
                SotwStream.open(channel, ClusterDiscoveryServiceGrpc.getStreamClustersMethod(), node("envoy-2"));
        sotw.subscribeAll(CLUSTER);

        for (XdsStream envoy : List.of(delta, sotw)) {
            assertThat(envoy.ended().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(envoy.arrived(CLUSTER)).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void i36EveryMethodDeniesAStranger(Dialect dialect) {
        for (XdsMethod method : XdsMethod.all()) {
            if (method.delta() == (dialect == Dialect.DELTA)) {
                Status status = Raw.firstRequest(channel, method, node("envoy-2"));
                assertThat(status.getCode()).as(method.toString()).isEqualTo(Status.Code.PERMISSION_DENIED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void i36ACommonNameThatLooksLikeAnUriIsNoUri(Dialect dialect) {
        ManagedChannel liar = channel(authority.clientWithSubject("CN=" + SPIFFE));
        try {
            XdsStream envoy = dialect.open(liar, node("envoy-1"));
            envoy.subscribeAll(CLUSTER);

            assertDenied(envoy, "node: envoy-1 of group edge claimed by certificate cn:" + SPIFFE);
        } finally {
            liar.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeniedClientIsConnectedToNothingAndAnotherOfItsCallsMayStillBeGood(Dialect dialect) {
        XdsStream denied = dialect.open(channel, node("envoy-2"));
        denied.subscribeAll(CLUSTER);
        assertThat(denied.ended().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(board.nodes()).isEmpty();

        XdsStream envoy = dialect.open(channel, node("envoy-1"));
        envoy.subscribeAll(CLUSTER);
        assertThat(envoy.take(CLUSTER).names()).containsExactly("a");
    }

    @Test
    void onlyWhoMayLookAtAllNodesGetsThroughTheGuard() {
        ManagedChannel operator = channel(authority.clientWithSubject("CN=operator"));
        try {
            assertThat(look(operator).getNode().getId()).isEmpty();
            assertThatThrownBy(() -> look(channel))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getDescription())
                                    .isEqualTo("introspection: not for certificate cn:client, uri:" + SPIFFE));
            assertThat(counted).containsExactly("identity");
        } finally {
            operator.shutdownNow();
        }
    }

    private static ClientConfig look(ManagedChannel tool) {
        var answer = ClientStatusDiscoveryServiceGrpc.newBlockingStub(tool)
                .fetchClientStatus(ClientStatusRequest.getDefaultInstance());
        return answer.getConfigCount() == 0 ? ClientConfig.getDefaultInstance() : answer.getConfig(0);
    }

    private void assertDenied(XdsStream envoy, String reason) {
        Status status = envoy.ended();
        assertThat(status.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(status.getDescription()).isEqualTo(reason);
        assertThat(envoy.arrived(CLUSTER)).isNull();
        assertThat(counted).containsExactly("identity");
        assertThat(refused)
                .singleElement()
                .satisfies(claim -> assertThat(claim.reason()).isEqualTo(reason));
    }

    private ManagedChannel channel(TestCertificate identity) {
        try {
            return NettyChannelBuilder.forAddress(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()))
                    .overrideAuthority("ads.test")
                    .sslContext(GrpcSslContexts.forClient()
                            .keyManager(in(identity.pem()), in(identity.key()))
                            .trustManager(in(authority.pem()))
                            .build())
                    .build();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static InputStream in(String pem) {
        return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    }
}
