package io.modeenvoy.xds.server;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.time.Duration;

/** Small resources. {@code mark} makes two versions of one resource differ. */
final class Fixtures {
    static final String GROUP = "edge";

    private Fixtures() {}

    static Node node(String id) {
        return node(id, GROUP);
    }

    static Node node(String id, String group) {
        return Node.newBuilder().setId(id).setCluster(group).build();
    }

    static XdsResource cluster(String name, int mark) {
        return XdsResource.of(
                name,
                Cluster.newBuilder()
                        .setName(name)
                        .setType(Cluster.DiscoveryType.EDS)
                        .setConnectTimeout(com.google.protobuf.Duration.newBuilder()
                                .setSeconds(Duration.ofSeconds(mark).toSeconds()))
                        .build());
    }

    static XdsResource cluster(String name, String service, int mark) {
        return XdsResource.of(
                name,
                Cluster.newBuilder()
                        .setName(name)
                        .setType(Cluster.DiscoveryType.EDS)
                        .setEdsClusterConfig(
                                Cluster.EdsClusterConfig.newBuilder().setServiceName(service))
                        .setConnectTimeout(
                                com.google.protobuf.Duration.newBuilder().setSeconds(mark))
                        .build());
    }

    static XdsResource endpoints(String name, int mark) {
        return XdsResource.of(
                name,
                ClusterLoadAssignment.newBuilder()
                        .setClusterName(name)
                        .setPolicy(ClusterLoadAssignment.Policy.newBuilder()
                                .setOverprovisioningFactor(com.google.protobuf.UInt32Value.of(mark)))
                        .build());
    }

    static XdsResource listener(String name, String routes, int mark) {
        HttpConnectionManager http = HttpConnectionManager.newBuilder()
                .setStatPrefix("mark-" + mark)
                .setRds(Rds.newBuilder().setRouteConfigName(routes))
                .build();
        return XdsResource.of(
                name,
                Listener.newBuilder()
                        .setName(name)
                        .addFilterChains(FilterChain.newBuilder()
                                .addFilters(Filter.newBuilder().setName("http").setTypedConfig(Any.pack(http))))
                        .build());
    }

    static XdsResource routes(String name, String... clusters) {
        VirtualHost.Builder host = VirtualHost.newBuilder().setName("all").addDomains("*");
        for (String cluster : clusters) {
            host.addRoutes(Route.newBuilder()
                    .setName("to-" + cluster)
                    .setRoute(RouteAction.newBuilder().setCluster(cluster)));
        }
        return XdsResource.of(
                name,
                RouteConfiguration.newBuilder()
                        .setName(name)
                        .addVirtualHosts(host)
                        .build());
    }

    static XdsResource secret(String name) {
        return XdsResource.of(name, Secret.newBuilder().setName(name).build());
    }
}
