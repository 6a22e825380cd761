package io.modeenvoy.benchmarks.xds;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.modeenvoy.app.ServerMetrics;
import io.modeenvoy.app.XdsEndpoint;
import io.modeenvoy.service.GrpcAddress;
import io.modeenvoy.service.PlainText;
import io.modeenvoy.xds.server.ChangeSet;
import io.modeenvoy.xds.server.XdsMetrics;
import io.modeenvoy.xds.server.XdsResource;
import io.modeenvoy.xds.server.XdsTypes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The ADS server as the program runs it: with its metrics and its board of ACKs. */
final class OurServer implements Subject {
    private final XdsEndpoint endpoint;

    OurServer(Acks acks) throws IOException {
        endpoint = XdsEndpoint.listen(
                List.of(new GrpcAddress.HostPort("127.0.0.1", 0)),
                PlainText.LOOPBACK_ONLY,
                new Counting(new SimpleMeterRegistry(), acks));
    }

    @Override
    public int port() {
        return switch (endpoint.addresses().getFirst()) {
            case GrpcAddress.HostPort(var _, var port) -> port;
            case GrpcAddress.UnixSocket socket -> throw new IllegalStateException(socket + " (expected: a TCP port)");
        };
    }

    @Override
    public void publish(Mesh mesh) {
        Map<String, XdsResource> clusters = new TreeMap<>();
        mesh.clusters().forEach(cluster -> clusters.put(cluster.getName(), XdsResource.of(cluster.getName(), cluster)));
        Map<String, XdsResource> endpoints = new TreeMap<>();
        mesh.endpoints()
                .forEach(each -> endpoints.put(each.getClusterName(), XdsResource.of(each.getClusterName(), each)));
        endpoint.store()
                .publish(
                        Mesh.GROUP,
                        Map.of(
                                XdsTypes.CLUSTER,
                                clusters,
                                XdsTypes.ENDPOINT,
                                endpoints,
                                XdsTypes.LISTENER,
                                Map.of("main", XdsResource.of("main", mesh.listener()))));
    }

    @Override
    public void change(int number, int revision) {
        XdsResource moved = XdsResource.of(Mesh.name(number), Mesh.endpoints(number, revision));
        endpoint.store().publish(Mesh.GROUP, ChangeSet.upsert(XdsTypes.ENDPOINT, moved));
    }

    /** The program's metrics, and a count of ACKs beside them. */
    private static final class Counting implements XdsMetrics {
        private final XdsMetrics program;
        private final Acks acks;

        Counting(MeterRegistry registry, Acks acks) {
            this.program = new ServerMetrics(registry);
            this.acks = acks;
        }

        @Override
        public void acked(String typeUrl, Duration after) {
            program.acked(typeUrl, after);
            if (typeUrl.equals(XdsTypes.ENDPOINT)) {
                acks.acked();
            }
        }

        @Override
        public void converged(String typeUrl, Duration after) {
            program.converged(typeUrl, after);
        }

        @Override
        public void streams(int open) {
            program.streams(open);
        }

        @Override
        public void refused(String reason) {
            program.refused(reason);
        }

        @Override
        public void request(String typeUrl) {
            program.request(typeUrl);
        }

        @Override
        public void response(String typeUrl, int bytes) {
            program.response(typeUrl, bytes);
        }

        @Override
        public void nacked(String typeUrl) {
            program.nacked(typeUrl);
        }

        @Override
        public void forced(String typeUrl) {
            program.forced(typeUrl);
        }
    }
}
