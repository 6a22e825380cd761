package io.modeenvoy.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.modeenvoy.testkit.xds.XdsStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Item 33 of the protocol suite: streams that end, however they end, leave nothing behind. */
final class OpenCloseTest {
    private static final int CYCLES = Integer.getInteger("modeenvoy.xds.cycles", 100_000);
    private static final int AT_ONCE = 50;

    @ParameterizedTest
    @MethodSource(Access.SOME)
    void i33EndedStreamsAreForgotten(Access access) {
        Gauge open = new Gauge();
        try (TestServer server = new TestServer(XdsServerOptions.defaults(), AckListener.none(), open)) {
            server.publish(access, "a", 1);
            for (int i = 0; i < 20; i++) {
                Client envoy = server.connect(access);
                envoy.subscribeAll();
                envoy.take();
                if (i % 2 == 0) {
                    envoy.stream().close();
                    assertThat(envoy.stream().ended().isOk()).isTrue();
                } else {
                    envoy.stream().reset();
                }
            }
            open.awaitNone();
            assertNothingIsLeft(server);
        }
    }

    @Test
    void i33ManyThousandsOfStreamsThatEndInEveryWayLeakNothing() {
        Gauge open = new Gauge();
        XdsServerOptions options = XdsServerOptions.defaults().withConnectsPerSecond(1_000_000);
        try (TestServer server = new TestServer(options, AckListener.none(), open)) {
            server.publish(XdsTypes.CLUSTER, Fixtures.cluster("a", 1), Fixtures.cluster("b", 1));
            cycles(server, CYCLES / 10);
            open.awaitNone();
            int threads = threads();
            long heap = heap();
            cycles(server, CYCLES);
            open.awaitNone();
            assertNothingIsLeft(server);
            assertThat(threads()).isLessThanOrEqualTo(threads + 4); // the transport may add event loops
            assertThat(heap() - heap).isLessThan(4 << 20); // of 20,000 streams even 210 bytes each would be more
        }
    }

    @Test
    void i33ClientThatAnswersNoPingIsForgotten() {
        Gauge open = new Gauge();
        try (TestServer server = new TestServer(
                        XdsServerOptions.defaults(), AckListener.none(), open, OpenCloseTest::impatient);
                Relay relay = Relay.to(server.port())) {
            server.publish(XdsTypes.CLUSTER, Fixtures.cluster("a", 1));
            ManagedChannel channel = TestServer.connect(relay.port());
            XdsStream envoy =
                    new Access(Dialect.DELTA, Service.AGGREGATED, Kind.CDS).open(channel, Fixtures.node("far"));
            envoy.subscribeAll(XdsTypes.CLUSTER);
            envoy.take(XdsTypes.CLUSTER);
            assertThat(server.xds().streams()).isEqualTo(1);
            relay.freeze();
            open.awaitNone();
            assertNothingIsLeft(server);
            channel.shutdownNow();
        }
    }

    private static NettyServerBuilder impatient(NettyServerBuilder builder) {
        return builder.keepAliveTime(50, TimeUnit.MILLISECONDS).keepAliveTimeout(50, TimeUnit.MILLISECONDS);
    }

    /** Each batch has a connection of its own; streams end in turn in each way, the last ones with the connection. */
    private static void cycles(TestServer server, int count) {
        int done = 0;
        while (done < count) {
            ManagedChannel channel = TestServer.connect(server.port());
            Deque<XdsStream> streams = new ArrayDeque<>();
            for (int i = 0; i < AT_ONCE * 10; i++) {
                streams.add(opened(channel, done + i));
                if (streams.size() == AT_ONCE) {
                    end(streams.removeFirst(), i % 2 == 0);
                }
            }
            streams.forEach(stream -> stream.take(XdsTypes.CLUSTER));
            channel.shutdownNow(); // drops all that are left
            done += AT_ONCE * 10;
        }
    }

    private static XdsStream opened(ManagedChannel channel, int number) {
        Dialect dialect = number % 2 == 0 ? Dialect.DELTA : Dialect.SOTW;
        XdsStream stream =
                new Access(dialect, Service.AGGREGATED, Kind.CDS).open(channel, Fixtures.node("n" + number % 1_000));
        stream.subscribeAll(XdsTypes.CLUSTER);
        return stream;
    }

    private static void end(XdsStream stream, boolean politely) {
        stream.take(XdsTypes.CLUSTER);
        if (politely) {
            stream.close();
        } else {
            stream.reset();
        }
    }

    private static void assertNothingIsLeft(TestServer server) {
        assertThat(server.xds().streams()).isZero();
        assertThat(server.board.nodes()).isEmpty();
        assertThat(server.store.watchers(Fixtures.GROUP)).isZero();
        assertThat(server.clock.pending()).isZero();
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** What is in use after the collector has been asked. */
    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
