package io.modeenvoy.xds.server.live;

import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerStreamTracer;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.modeenvoy.testkit.live.Resources;
import io.modeenvoy.testkit.live.Site;
import io.modeenvoy.testkit.live.World;
import io.modeenvoy.xds.server.AckBoard;
import io.modeenvoy.xds.server.NodeGroups;
import io.modeenvoy.xds.server.Programmed;
import io.modeenvoy.xds.server.ResourceKey;
import io.modeenvoy.xds.server.SnapshotStore;
import io.modeenvoy.xds.server.XdsMetrics;
import io.modeenvoy.xds.server.XdsResource;
import io.modeenvoy.xds.server.XdsServer;
import io.modeenvoy.xds.server.XdsServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One process' worth of control plane on a socket, and what it has sent. */
final class Replica implements AutoCloseable {
    static final String GROUP = "edge";

    private final SnapshotStore store = new SnapshotStore();
    private final AckBoard board = new AckBoard();
    private final Map<String, Long> responses = new ConcurrentSkipListMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final XdsServer xds;
    private final Server server;

    private Replica(int port, Duration grace) throws IOException {
        XdsServerOptions options = XdsServerOptions.defaults().withGrace(grace);
        this.xds = new XdsServer(store, NodeGroups.byCluster(), board, new Counts(), options);
        this.server = xds.addTo(
                        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
                .addStreamTracerFactory(new WireBytes())
                .directExecutor()
                .build()
                .start();
    }

    /** Listens; port 0 is any. */
    static Replica start(int port, Duration grace) throws IOException {
        return new Replica(port, grace);
    }

    int port() {
        return server.getPort();
    }

    /** What is served from now on. */
    void publish(World world, Site site) {
        store.publish(GROUP, resources(world, site));
    }

    void publishNothing() {
        store.publish(GROUP, Map.of());
    }

    /** Resources of the world that no client, or not every client, holds in exactly this version. */
    List<ResourceKey> missing(World world, Site site) {
        return resources(world, site).entrySet().stream()
                .flatMap(type -> type.getValue().values().stream()
                        .filter(resource -> !programmed(type.getKey(), resource).everywhere())
                        .map(resource -> new ResourceKey(type.getKey(), resource.name())))
                .toList();
    }

    Programmed programmed(String typeUrl, XdsResource resource) {
        return board.programmed(GROUP, new ResourceKey(typeUrl, resource.name()), resource.version());
    }

    /** What every client said of a resource that they rejected. */
    List<String> rejections(World world, Site site, String typeUrl, String name) {
        return programmed(typeUrl, resources(world, site).get(typeUrl).get(name))
                .rejections();
    }

    /** Responses by type URL. */
    Map<String, Long> responses() {
        return new TreeMap<>(responses);
    }

    /** Bytes that have left on all streams, as they are on the wire within HTTP/2. */
    long bytes() {
        return bytes.get();
    }

    /** Ends as a killed process does: nobody is told. */
    void kill() {
        server.shutdownNow();
        xds.close();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }

    private static SortedMap<String, Map<String, XdsResource>> resources(World world, Site site) {
        SortedMap<String, Map<String, XdsResource>> all = new TreeMap<>();
        Resources.of(world, site).forEach((type, byName) -> all.put(type, serialised(byName)));
        return all;
    }

    private static SortedMap<String, XdsResource> serialised(Map<String, Message> byName) {
        SortedMap<String, XdsResource> serialised = new TreeMap<>();
        byName.forEach((name, message) -> serialised.put(name, XdsResource.of(name, message)));
        return serialised;
    }

    /** Counts responses. */
    private final class Counts implements XdsMetrics {
        @Override
        public void response(String typeUrl, int size) {
            responses.merge(typeUrl, 1L, Long::sum);
        }
    }

    /** Counts what leaves. */
    private final class WireBytes extends ServerStreamTracer.Factory {
        @Override
        public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
            return new ServerStreamTracer() {
                @Override
                public void outboundWireSize(long size) {
                    bytes.addAndGet(size);
                }
            };
        }
    }
}
