package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.Fixtures.GROUP;
import static io.modeenvoy.xds.server.Fixtures.cluster;
import static io.modeenvoy.xds.server.Fixtures.endpoints;
import static io.modeenvoy.xds.server.Fixtures.node;
import static io.modeenvoy.xds.server.XdsTypes.CLUSTER;
import static io.modeenvoy.xds.server.XdsTypes.ENDPOINT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.modeenvoy.testkit.xds.DeltaStream;
import io.modeenvoy.testkit.xds.XdsReply;
import io.modeenvoy.testkit.xds.XdsStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Items 32 and 37 of the protocol suite, and the wire format, over a real socket. */
final class SocketTest {
    private final SnapshotStore store = new SnapshotStore();
    private final AckBoard board = new AckBoard();
    private final XdsServer xds = new XdsServer(store, NodeGroups.byCluster(), board);
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = xds.addTo(NettyServerBuilder.forAddress(loopback))
                .directExecutor()
                .build()
                .start();
        channel = NettyChannelBuilder.forAddress(new InetSocketAddress(loopback.getAddress(), server.getPort()))
                .usePlaintext()
                .maxInboundMessageSize(256 << 20)
                .build();
    }

    @AfterEach
    void stop() {
        xds.close();
        channel.shutdownNow();
        server.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void resourceArrivesByteForByteWithItsVersion(Dialect dialect) {
        XdsResource resource = cluster("a", 1);
        store.publish(GROUP, ChangeSet.upsert(CLUSTER, resource));
        XdsStream envoy = dialect.open(channel, node("envoy-1"));
        envoy.subscribeAll(CLUSTER);
        XdsReply reply = envoy.take(CLUSTER);
        assertThat(reply.body("a")).isEqualTo(resource.body());
        assertThat(reply.versions().getOrDefault("a", resource.version())).isEqualTo(resource.version());
        assertThat(reply.version().isEmpty()).isEqualTo(dialect == Dialect.DELTA);
    }

    @ParameterizedTest
    @EnumSource
    void i37ManyMegabytesGoBothWays(Dialect dialect) {
        XdsResource large = new XdsResource("large", cluster("large", 1).body().concat(padding(8 << 20)));
        store.publish(GROUP, ChangeSet.upsert(CLUSTER, large));
        XdsStream envoy = dialect.open(channel, node("envoy-1"));
        String[] names = IntStream.range(0, 5_000)
                .mapToObj(i -> "name-" + i + "-" + "x".repeat(1_000))
                .toArray(String[]::new);
        envoy.subscribe(ENDPOINT, names);
        envoy.subscribeAll(CLUSTER);
        assertThat(envoy.take(CLUSTER).body("large")).isEqualTo(large.body());
    }

    @Test
    void i32SlowReaderHoldsOneMergedResponseAndNotAQueue() {
        store.publish(GROUP, ChangeSet.upsert(ENDPOINT, endpoints("a", 0)));
        DeltaStream envoy = DeltaStream.open(channel, node("envoy-1"));
        envoy.subscribe(ENDPOINT, "a");
        XdsReply first = envoy.next(ENDPOINT);
        for (int mark = 1; mark <= 1_000; mark++) {
            store.publish(GROUP, ChangeSet.upsert(ENDPOINT, endpoints("a", mark)));
        }
        envoy.ack(first);
        assertThat(envoy.take(ENDPOINT).body("a"))
                .isEqualTo(endpoints("a", 1_000).body());
    }

    @Test
    void oneChangedEndpointCostsAFewHundredBytes() {
        store.publish(
                GROUP,
                ChangeSet.upsert(
                        ENDPOINT,
                        IntStream.range(0, 1_000)
                                .mapToObj(i -> endpoints("c" + i, 1))
                                .toArray(XdsResource[]::new)));
        XdsResource changed = endpoints("c7", 2);
        int size = Wire.deltaPrefix(ENDPOINT, changed).size()
                + changed.body().size()
                + Wire.deltaTail(ENDPOINT, List.of(), "zz").size();
        assertThat(size).isLessThan(350);
    }

    /** An unknown field of that many bytes. */
    private static ByteString padding(int size) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        1_000,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFrom(new byte[size]))
                                .build())
                .build()
                .toByteString();
    }
}
