package io.modeenvoy.xds.translator;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.Port;
import io.modeenvoy.policy.Names;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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

    /** A locality for each zone; its weight is the number of its hosts, so that each host has the same share. */
    static TranslatedResource translate(Assignment assignment) {
        SortedMap<String, LocalityLbEndpoints.Builder> localities = new TreeMap<>();
        for (EndpointsIr.Endpoint endpoint : assignment.hosts()) {
            String zone = endpoint.zone() == null ? "" : endpoint.zone();
            localities
                    .computeIfAbsent(zone, _ -> LocalityLbEndpoints.newBuilder())
                    .addLbEndpoints(host(endpoint, assignment.label()));
        }
        ClusterLoadAssignment.Builder hosts = ClusterLoadAssignment.newBuilder().setClusterName(assignment.name());
        localities.forEach((zone, locality) -> hosts.addEndpoints(weighted(zone, locality)));
        return TranslatedResource.of(assignment.name(), hosts.build(), assignment.origins());
    }

    private static LocalityLbEndpoints.Builder weighted(String zone, LocalityLbEndpoints.Builder locality) {
        locality.setLoadBalancingWeight(Messages.uint32(locality.getLbEndpointsCount()));
        return zone.isEmpty()
                ? locality
                : locality.setLocality(Locality.newBuilder().setZone(zone));
    }

    /** The one host of a cluster found by name or address. */
    static ClusterLoadAssignment of(ClusterIr cluster, ClusterIr.Location.Dns dns) {
        return ClusterLoadAssignment.newBuilder()
                .setClusterName(cluster.name())
                .addEndpoints(LocalityLbEndpoints.newBuilder()
                        .addLbEndpoints(named(cluster, new EndpointsIr.Endpoint(dns.host(), dns.port()))))
                .build();
    }

    private static LbEndpoint.Builder named(ClusterIr cluster, EndpointsIr.Endpoint endpoint) {
        LbEndpoint.Builder host = host(endpoint, cluster.backendLabel()).toBuilder();
        if (Clusters.rules(cluster).isPresent()) {
            host.getMetadataBuilder().mergeFrom(AddressFilters.judged());
        }
        return host;
    }

    private static LbEndpoint host(EndpointsIr.Endpoint host, @Nullable String label) {
        Endpoint.Builder endpoint = Endpoint.newBuilder().setAddress(address(host.address(), host.port()));
        for (String other : host.others()) {
            endpoint.addAdditionalAddresses(
                    Endpoint.AdditionalAddress.newBuilder().setAddress(address(other, host.port())));
        }
        LbEndpoint.Builder entry = LbEndpoint.newBuilder().setEndpoint(endpoint);
        return (label == null ? entry : entry.setMetadata(backend(label))).build();
    }

    private static Address address(String address, Port port) {
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder().setAddress(address).setPortValue(port.value()))
                .build();
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
