package io.modeenvoy.bootstrap;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;

/**
 * The two pages of Envoy's admin interface that others may read, {@code /ready} and {@code /metrics}, on an address of their own: whoever reaches the
 * admin interface itself can read secrets and end the process.
 */
final class ProbeMessages {
    private static final String NAME = "modeenvoy-probes";
    private static final String ADMIN = "modeenvoy-admin";

    private ProbeMessages() {}

    static Listener listener(Address probes) {
        HttpConnectionManager manager = HttpConnectionManager.newBuilder()
                .setStatPrefix(NAME)
                .setRouteConfig(RouteConfiguration.newBuilder()
                        .setName(NAME)
                        .addVirtualHosts(VirtualHost.newBuilder()
                                .setName(NAME)
                                .addDomains("*")
                                .addRoutes(page("/ready", "/ready"))
                                .addRoutes(page("/metrics", "/stats/prometheus"))))
                .addHttpFilters(HttpFilter.newBuilder()
                        .setName("envoy.filters.http.router")
                        .setTypedConfig(Any.pack(Router.getDefaultInstance())))
                .build();
        return Listener.newBuilder()
                .setName(NAME)
                .setTrafficDirection(TrafficDirection.INBOUND)
                .setIgnoreGlobalConnLimit(true)
                .setAddress(Messages.address(probes))
                .addFilterChains(FilterChain.newBuilder()
                        .addFilters(Filter.newBuilder()
                                .setName("envoy.filters.network.http_connection_manager")
                                .setTypedConfig(Any.pack(manager))))
                .build();
    }

    static Cluster admin(Address admin) {
        return Cluster.newBuilder()
                .setName(ADMIN)
                .setType(Cluster.DiscoveryType.STATIC)
                .setConnectTimeout(Duration.newBuilder().setSeconds(1))
                .setLoadAssignment(ClusterLoadAssignment.newBuilder()
                        .setClusterName(ADMIN)
                        .addEndpoints(LocalityLbEndpoints.newBuilder()
                                .addLbEndpoints(LbEndpoint.newBuilder()
                                        .setEndpoint(Endpoint.newBuilder().setAddress(Messages.address(admin))))))
                .build();
    }

    private static Route page(String path, String adminPath) {
        return Route.newBuilder()
                .setMatch(RouteMatch.newBuilder()
                        .setPath(path)
                        .addHeaders(HeaderMatcher.newBuilder()
                                .setName(":method")
                                .setStringMatch(StringMatcher.newBuilder().setExact("GET"))))
                .setRoute(RouteAction.newBuilder().setCluster(ADMIN).setPrefixRewrite(adminPath))
                .build();
    }
}
