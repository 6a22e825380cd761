package io.modeenvoy.xds.translator;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.Names;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hosts to EDS. */
final class Endpoints {
    private Endpoints() {}

    /**
     * The hosts of one EDS resource.
     *
     * @param label the backend their metadata names; null = none
     */
    record Assignment(
            String name,
            Set<ObjectRef> origins,
            List<EndpointsIr.Endpoint> hosts,
            @Nullable String label) {}

    /** Hosts that carry a backend's label are a resource of their own: another cluster may share them under another label. */
    static String nameFor(ClusterIr cluster, ClusterIr.Location.Endpoints endpoints) {
        return cluster.backendLabel() == null ? endpoints.endpoints() : cluster.name();
    }

    static TranslatedResource translate(Assignment assignment) {
        LocalityLbEndpoints.Builder hosts = LocalityLbEndpoints.newBuilder();
        for (EndpointsIr.Endpoint endpoint : assignment.hosts()) {
            hosts.addLbEndpoints(host(endpoint.address(), endpoint.port().value(), assignment.label()));
        }
        return TranslatedResource.of(assignment.name(), assignment(assignment.name(), hosts), assignment.origins());
    }

    /** The one host of a cluster found by name or address. */
    static ClusterLoadAssignment of(ClusterIr cluster, ClusterIr.Location.Dns dns) {
        return assignment(
                cluster.name(),
                LocalityLbEndpoints.newBuilder()
                        .addLbEndpoints(host(dns.host(), dns.port().value(), cluster.backendLabel())));
    }

    private static ClusterLoadAssignment assignment(String name, LocalityLbEndpoints.Builder hosts) {
        ClusterLoadAssignment.Builder assignment =
                ClusterLoadAssignment.newBuilder().setClusterName(name);
        return hosts.getLbEndpointsCount() == 0
                ? assignment.build()
                : assignment.addEndpoints(hosts).build();
    }

    private static LbEndpoint host(String address, int port, @Nullable String label) {
        LbEndpoint.Builder endpoint = LbEndpoint.newBuilder()
                .setEndpoint(Endpoint.newBuilder()
                        .setAddress(Address.newBuilder()
                                .setSocketAddress(SocketAddress.newBuilder()
                                        .setAddress(address)
                                        .setPortValue(port))));
        return (label == null ? endpoint : endpoint.setMetadata(backend(label))).build();
    }

    private static Metadata backend(String label) {
        return Metadata.newBuilder()
                .putFilterMetadata(
                        Names.BACKEND_METADATA,
                        Struct.newBuilder()
                                .putFields(
                                        Names.BACKEND_METADATA_KEY,
                                        Value.newBuilder().setStringValue(label).build())
                                .build())
                .build();
    }
}
