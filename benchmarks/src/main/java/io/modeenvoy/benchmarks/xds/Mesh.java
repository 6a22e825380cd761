package io.modeenvoy.benchmarks.xds;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.List;
import java.util.stream.IntStream;

/** What both servers serve: {@code size} resources, half of them clusters, half the endpoints of these, and one listener beside them. */
record Mesh(int size) {
    static final String GROUP = "edge";

    private static final ConfigSource ADS = ConfigSource.newBuilder()
            .setAds(AggregatedConfigSource.getDefaultInstance())
            .build();

    int clusterCount() {
        return size / 2;
    }

    List<Cluster> clusters() {
        return IntStream.range(0, clusterCount()).mapToObj(Mesh::cluster).toList();
    }

    /** The endpoints, all of them as they are before any change. */
    List<ClusterLoadAssignment> endpoints() {
        return IntStream.range(0, clusterCount())
                .mapToObj(number -> endpoints(number, 1))
                .toList();
    }

    Listener listener() {
        return Listener.newBuilder()
                .setName("main")
                .setAddress(address("127.0.0.1", 8080))
                .build();
    }

    List<String> names() {
        return IntStream.range(0, clusterCount()).mapToObj(Mesh::name).toList();
    }

    static String name(int number) {
        return "shop-" + number;
    }

    /** The endpoints of a cluster after so many changes: one of the two moves. */
    static ClusterLoadAssignment endpoints(int number, int revision) {
        return ClusterLoadAssignment.newBuilder()
                .setClusterName(name(number))
                .addEndpoints(LocalityLbEndpoints.newBuilder()
                        .addLbEndpoints(endpoint("10.0.0.1", 8080))
                        .addLbEndpoints(endpoint("10.1." + revision / 250 % 250 + "." + revision % 250, 8080)))
                .build();
    }

    private static Cluster cluster(int number) {
        return Cluster.newBuilder()
                .setName(name(number))
                .setType(Cluster.DiscoveryType.EDS)
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(ADS))
                .build();
    }

    private static LbEndpoint endpoint(String host, int port) {
        return LbEndpoint.newBuilder()
                .setEndpoint(Endpoint.newBuilder().setAddress(address(host, port)))
                .build();
    }

    private static Address address(String host, int port) {
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder().setAddress(host).setPortValue(port))
                .build();
    }
}
