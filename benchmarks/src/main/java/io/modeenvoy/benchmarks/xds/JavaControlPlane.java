package io.modeenvoy.benchmarks.xds;

import io.envoyproxy.controlplane.cache.v3.SimpleCache;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.controlplane.server.DefaultExecutorGroup;
import io.envoyproxy.controlplane.server.DiscoveryServerCallbacks;
import io.envoyproxy.controlplane.server.V3DiscoveryServer;
import io.envoyproxy.controlplane.server.serializer.CachedProtoResourcesSerializer;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.modeenvoy.service.GrpcAddress;
import io.modeenvoy.service.GrpcServerShell;
import io.modeenvoy.xds.server.XdsTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** java-control-plane with its cache of snapshots and its caching serializer, behind the same gRPC server and settings as ours. */
final class JavaControlPlane implements Subject {
    private final SimpleCache<String> cache = new SimpleCache<>(_ -> Mesh.GROUP);
    private final GrpcServerShell shell;

    // Owned by the thread that reads the commands.
    private List<Cluster> clusters = List.of();
    private List<ClusterLoadAssignment> endpoints = List.of();
    private Mesh mesh = new Mesh(0);

    JavaControlPlane(Acks acks) throws IOException {
        V3DiscoveryServer server = new V3DiscoveryServer(
                List.of(new Counting(acks)), cache, new DefaultExecutorGroup(), new CachedProtoResourcesSerializer());
        shell = GrpcServerShell.builder(new GrpcAddress.HostPort("127.0.0.1", 0))
                .eventLoops(Math.max(2, Runtime.getRuntime().availableProcessors()))
                .service(server.getAggregatedDiscoveryServiceImpl())
                .start();
    }

    @Override
    public int port() {
        return switch (shell.address()) {
            case GrpcAddress.HostPort(var _, var port) -> port;
            case GrpcAddress.UnixSocket socket -> throw new IllegalStateException(socket + " (expected: a TCP port)");
        };
    }

    @Override
    public void publish(Mesh all) {
        mesh = all;
        clusters = all.clusters();
        endpoints = new ArrayList<>(all.endpoints());
        publish("1");
    }

    @Override
    public void change(int number, int revision) {
        endpoints.set(number, Mesh.endpoints(number, revision));
        publish(Integer.toString(revision));
    }

    /** Only the endpoints have a new version, so that it looks at nothing else. */
    private void publish(String version) {
        cache.setSnapshot(
                Mesh.GROUP,
                Snapshot.create(
                        clusters,
                        "1",
                        endpoints,
                        version,
                        List.of(mesh.listener()),
                        "1",
                        List.of(),
                        "1",
                        List.of(),
                        "1"));
    }

    /** Counts ACKs of endpoints. */
    private record Counting(Acks acks) implements DiscoveryServerCallbacks {
        @Override
        public void onV3StreamRequest(long stream, DiscoveryRequest request) {}

        @Override
        public void onV3StreamDeltaRequest(long stream, DeltaDiscoveryRequest request) {
            if (!request.getResponseNonce().isEmpty() && request.getTypeUrl().equals(XdsTypes.ENDPOINT)) {
                acks.acked();
            }
        }
    }
}
