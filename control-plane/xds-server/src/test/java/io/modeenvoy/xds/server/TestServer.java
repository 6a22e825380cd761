package io.modeenvoy.xds.server;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.modeenvoy.testkit.xds.DeltaStream;
import io.modeenvoy.testkit.xds.SotwStream;
import io.modeenvoy.testkit.xds.XdsStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** The server under test on a socket, with a time that only the test moves. */
final class TestServer implements AutoCloseable {
    final ManualClock clock = new ManualClock();
    final SnapshotStore store = new SnapshotStore(clock);
    final AckBoard board = new AckBoard();
    /** How long the server waits for an ACK. */
    static final Duration PATIENCE = XdsServerOptions.defaults().ackPatience();

    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final Map<XdsStream, Line> lineOf = new ConcurrentHashMap<>();
    private final XdsServer xds;
    private final Server server;
    private final ManagedChannel channel;

    TestServer() {
        this(XdsServerOptions.defaults());
    }

    TestServer(XdsServerOptions options) {
        this(options, AckListener.none(), XdsMetrics.none());
    }

    TestServer(XdsServerOptions options, AckListener listener, XdsMetrics metrics) {
        this(options, listener, metrics, builder -> builder);
    }

    TestServer(
            XdsServerOptions options,
            AckListener listener,
            XdsMetrics metrics,
            UnaryOperator<NettyServerBuilder> transport) {
        xds = new XdsServer(store, NodeGroups.byCluster(), AckListener.both(board, listener), metrics, options, clock);
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        NettyServerBuilder builder = xds.addTo(NettyServerBuilder.forAddress(loopback));
        server = transport
                .apply(builder.intercept(new ServerEnds()).directExecutor())
                .build();
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        channel = connect(server.getPort());
    }

    /** A connection of its own, to that port of this host. */
    static ManagedChannel connect(int port) {
        return NettyChannelBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .usePlaintext()
                .directExecutor()
                .maxInboundMessageSize(256 << 20)
                .build();
    }

    Client connect(Access access) {
        return connect(access, Fixtures.node("envoy-1"));
    }

    Client connect(Access access, Node node) {
        Line line = line();
        return new Client(this, access, kept(line, access.open(over(line), node)));
    }

    /** A stream of the aggregated service. */
    XdsStream open(Dialect dialect) {
        return switch (dialect) {
            case DELTA -> delta();
            case SOTW -> sotw();
        };
    }

    DeltaStream delta() {
        Line line = line();
        return kept(line, DeltaStream.open(over(line), Fixtures.node("envoy-1")));
    }

    SotwStream sotw() {
        Line line = line();
        return kept(line, SotwStream.open(over(line), Fixtures.node("envoy-1")));
    }

    /** Returns when the server has dealt with everything that was said and published, and the client has the answers. */
    void settle(XdsStream stream, String typeUrl) {
        stream.repeat(typeUrl);
        line(stream).awaitQuiet();
    }

    Line line(XdsStream stream) {
        return Objects.requireNonNull(lineOf.get(stream), "stream: of another server");
    }

    XdsServer xds() {
        return xds;
    }

    ManagedChannel channel() {
        return channel;
    }

    int port() {
        return server.getPort();
    }

    void publish(String typeUrl, XdsResource... resources) {
        store.publish(Fixtures.GROUP, ChangeSet.upsert(typeUrl, resources));
    }

    void publish(Access access, String name, int mark) {
        publish(access.typeUrl(), access.resource(name, mark));
    }

    void remove(String typeUrl, String... names) {
        store.publish(Fixtures.GROUP, ChangeSet.remove(typeUrl, names));
    }

    void remove(Access access, String... names) {
        remove(access.typeUrl(), names);
    }

    /** A stream to come. */
    Line line() {
        String number = Integer.toString(lines.size());
        return lines.computeIfAbsent(number, Line::new);
    }

    /** The channel that opens that stream. */
    Channel over(Line line) {
        return ClientInterceptors.intercept(channel, line);
    }

    private <S extends XdsStream> S kept(Line line, S stream) {
        lineOf.put(stream, line);
        return stream;
    }

    @Override
    public void close() {
        xds.close();
        channel.shutdownNow();
        server.shutdownNow();
    }

    /** Joins the two ends of each line. */
    private final class ServerEnds implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            String number = headers.get(Line.NUMBER);
            Line line = number == null ? null : lines.get(number);
            return next.startCall(line == null ? call : line.serverEnd(call), headers);
        }
    }
}
