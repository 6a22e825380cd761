package io.modeenvoy.testkit.live;

import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A {@link World} as Envoy's messages, by type URL and name. Everything refers to each other over ADS. */
public final class Resources {
    public static final String CLUSTER = typeUrl("envoy.config.cluster.v3.Cluster");
    public static final String ENDPOINTS = typeUrl("envoy.config.endpoint.v3.ClusterLoadAssignment");
    public static final String LISTENER = typeUrl("envoy.config.listener.v3.Listener");
    public static final String ROUTES = typeUrl("envoy.config.route.v3.RouteConfiguration");
    public static final String SECRET = typeUrl("envoy.extensions.transport_sockets.tls.v3.Secret");
    public static final String EXTENSION = typeUrl("envoy.config.core.v3.TypedExtensionConfig");
    public static final String RUNTIME = typeUrl("envoy.service.runtime.v3.Runtime");

    /** The listener without TLS. */
    public static final String PLAIN = "plain";

    /** The HTTPS listener. */
    public static final String SECURE = "secure";

    private static final String MAIN = "main";

    private final SortedMap<String, SortedMap<String, Message>> all = new TreeMap<>();

    private Resources() {}

    /** Every resource of the world. */
    public static SortedMap<String, SortedMap<String, Message>> of(World world, Site site) {
        Resources resources = new Resources();
        resources.upstreams(world, site);
        resources.listeners(world, site);
        resources.put(EXTENSION, Listeners.FILTER, Listeners.filter(world.filter()));
        resources.put(RUNTIME, LiveBootstrap.RUNTIME, Listeners.runtime(world.runtime()));
        return resources.all;
    }

    /** What a proxy asks for by name because of that resource: names by type URL. */
    public static Map<String, Set<String>> references(World world, String typeUrl, String name) {
        if (typeUrl.equals(CLUSTER)) {
            String service = world.clusters().get(name);
            return service == null ? Map.of() : Map.of(ENDPOINTS, Set.of(service));
        }
        if (!typeUrl.equals(LISTENER)) {
            return Map.of();
        }
        Set<String> routes = Set.of(world.extras().contains(name) ? name : MAIN);
        Set<String> secrets =
                name.equals(SECURE) ? new TreeSet<>(world.secrets().values()) : Set.of();
        return Map.of(ROUTES, routes, SECRET, secrets, EXTENSION, Set.of(Listeners.FILTER));
    }

    private void upstreams(World world, Site site) {
        world.clusters().forEach((name, service) -> put(CLUSTER, name, cluster(name, service)));
        world.endpoints().forEach((name, weight) -> put(ENDPOINTS, name, endpoints(name, weight, site.upstreamPort())));
        if (world.broken()) {
            Cluster broken = Cluster.newBuilder()
                    .setName(World.BROKEN)
                    .setType(Cluster.DiscoveryType.EDS)
                    .build();
            put(CLUSTER, World.BROKEN, broken);
        }
    }

    private void listeners(World world, Site site) {
        put(LISTENER, PLAIN, Listeners.plain(PLAIN, site.plainPort(), MAIN, site.accessLog()));
        put(LISTENER, SECURE, Listeners.secure(SECURE, site.securePort(), MAIN, world.secrets(), site.accessLog()));
        world.secrets().values().forEach(name -> put(SECRET, name, Listeners.secret(name, site.identity(name))));
        put(ROUTES, MAIN, table(MAIN, world.routes()));
        String anyCluster = world.clusters().firstKey();
        for (String extra : world.extras()) {
            put(LISTENER, extra, Listeners.plain(extra, 0, extra, site.accessLog()));
            put(ROUTES, extra, table(extra, new TreeMap<>(Map.of("/", anyCluster))));
        }
    }

    private void put(String typeUrl, String name, Message message) {
        all.computeIfAbsent(typeUrl, _ -> new TreeMap<>()).put(name, message);
    }

    private static Cluster cluster(String name, String service) {
        return Cluster.newBuilder()
                .setName(name)
                .setType(Cluster.DiscoveryType.EDS)
                .setConnectTimeout(com.google.protobuf.Duration.newBuilder().setSeconds(5))
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder()
                        .setEdsConfig(Listeners.ADS)
                        .setServiceName(service))
                .build();
    }

    private static ClusterLoadAssignment endpoints(String name, int weight, int port) {
        return ClusterLoadAssignment.newBuilder()
                .setClusterName(name)
                .addEndpoints(LocalityLbEndpoints.newBuilder()
                        .addLbEndpoints(LbEndpoint.newBuilder()
                                .setLoadBalancingWeight(UInt32Value.of(weight))
                                .setEndpoint(Endpoint.newBuilder().setAddress(Listeners.loopback(port)))))
                .build();
    }

    private static RouteConfiguration table(String name, SortedMap<String, String> routes) {
        VirtualHost.Builder host = VirtualHost.newBuilder().setName("all").addDomains("*");
        routes.forEach((prefix, cluster) -> host.addRoutes(Route.newBuilder()
                .setMatch(RouteMatch.newBuilder().setPrefix(prefix))
                .setRoute(RouteAction.newBuilder().setCluster(cluster))));
        return RouteConfiguration.newBuilder()
                .setName(name)
                .addVirtualHosts(host)
                .build();
    }

    static String typeUrl(String fullName) {
        return "type.googleapis.com/" + fullName;
    }
}
