package io.modeenvoy.xds.server;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.modeenvoy.testkit.xds.DeltaStream;
import io.modeenvoy.testkit.xds.SotwStream;
import io.modeenvoy.testkit.xds.XdsStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The server under test on an in-process transport, with a time that only the test moves. */
final class TestServer implements AutoCloseable {
    final SnapshotStore store = new SnapshotStore();
    final AckBoard board = new AckBoard();
    final ManualClock clock = new ManualClock();

    private final XdsServer xds;
    private final Server server;
    private final ManagedChannel channel;
    private final List<XdsStream> streams = new ArrayList<>();

    TestServer() {
        this(XdsServerOptions.defaults());
    }

    TestServer(XdsServerOptions options) {
        this(options, AckListener.none(), XdsMetrics.none());
    }

    TestServer(XdsServerOptions options, AckListener listener, XdsMetrics metrics) {
        xds = new XdsServer(store, NodeGroups.byCluster(), AckListener.both(board, listener), metrics, options, clock);
        String name = "xds-" + UUID.randomUUID();
        InProcessServerBuilder builder = InProcessServerBuilder.forName(name).directExecutor();
        xds.services().forEach(builder::addService);
        server = builder.build();
        channel = InProcessChannelBuilder.forName(name).build();
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    XdsStream open(Dialect dialect) {
        return kept(dialect.open(channel, Fixtures.node("envoy-1")));
    }

    DeltaStream delta() {
        return kept(DeltaStream.open(channel, Fixtures.node("envoy-1")));
    }

    SotwStream sotw() {
        return kept(SotwStream.open(channel, Fixtures.node("envoy-1")));
    }

    XdsServer xds() {
        return xds;
    }

    ManagedChannel channel() {
        return channel;
    }

    void publish(String typeUrl, XdsResource... resources) {
        store.publish(Fixtures.GROUP, ChangeSet.upsert(typeUrl, resources));
    }

    void remove(String typeUrl, String... names) {
        store.publish(Fixtures.GROUP, ChangeSet.remove(typeUrl, names));
    }

    private <S extends XdsStream> S kept(S stream) {
        streams.add(stream);
        return stream;
    }

    @Override
    public void close() {
        xds.close();
        channel.shutdownNow();
        server.shutdownNow();
    }
}
