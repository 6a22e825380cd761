package io.modeenvoy.xds.translator;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.bootstrap.internal_listener.v3.InternalListener;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.modeenvoy.policy.Names;
import java.util.List;
import java.util.Map;

/**
 * Puts what would come over xDS into a bootstrap, route tables, endpoints and secrets in place, so that Envoy reads all of it without a control plane. Listeners take
 * any free loopback port. The text holds private keys: keep it in a private file.
 */
public final class StaticBootstrap {
    /** As in the bootstrap of our proxies: the size of an expression is judged by the resource-translator, Envoy's own limit of 100 would refuse a whole route table. */
    private static final String LARGEST_REGEX = "re2.max_program_size.error_level";

    private StaticBootstrap() {}

    /** All service clusters lead to where nothing listens. */
    public static String of(GroupResources resources) {
        return XdsPrinter.print(builder(resources, Map.of()).build());
    }

    /** Service clusters lead to the given ports, listeners to any free one. */
    static Bootstrap.Builder builder(GroupResources resources, Map<String, Integer> ports) {
        Bootstrap.Builder bootstrap = Bootstrap.newBuilder();
        bootstrap.getNodeBuilder().setId("static").setCluster("static");
        bootstrap
                .getAdminBuilder()
                .getAddressBuilder()
                .setSocketAddress(
                        SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(0));
        bootstrap
                .getLayeredRuntimeBuilder()
                .addLayersBuilder()
                .setName("static")
                .getStaticLayerBuilder()
                .putFields(
                        LARGEST_REGEX,
                        Value.newBuilder().setNumberValue(1_000_000).build());
        bootstrap.addBootstrapExtensions(
                Messages.extension("envoy.bootstrap.internal_listener", InternalListener.getDefaultInstance()));
        bootstrap
                .getDynamicResourcesBuilder()
                .setAdsConfig(ApiConfigSource.newBuilder()
                        .setApiType(ApiConfigSource.ApiType.DELTA_GRPC)
                        .setTransportApiVersion(ApiVersion.V3)
                        .addGrpcServices(Messages.grpcService(Names.ADS_CLUSTER, java.time.Duration.ZERO)));
        var fixed = bootstrap.getStaticResourcesBuilder();
        messages(resources, TypeUrls.LISTENER, Listener.class)
                .forEach(listener -> fixed.addListeners(inline(listener, resources)));
        messages(resources, TypeUrls.CLUSTER, Cluster.class)
                .forEach(cluster -> fixed.addClusters(inline(cluster, resources)));
        messages(resources, TypeUrls.SECRET, Secret.class).forEach(fixed::addSecrets);
        for (String service : List.of(
                Names.ADS_CLUSTER,
                Names.EXT_AUTHZ_CLUSTER,
                Names.EXT_RATELIMIT_CLUSTER,
                Names.EXT_PROC_CLUSTER,
                Names.EXT_PROC_ATTEMPT_CLUSTER)) {
            fixed.addClusters(service(service, ports.getOrDefault(service, 1)));
        }
        return bootstrap;
    }

    private static <M extends Message> List<M> messages(GroupResources resources, String typeUrl, Class<M> type) {
        return resources.of(typeUrl).values().stream()
                .map(resource -> type.cast(resource.message()))
                .toList();
    }

    private static Listener inline(Listener listener, GroupResources resources) {
        Listener.Builder builder = listener.toBuilder();
        if (listener.hasAddress()) {
            builder.getAddressBuilder().setSocketAddress(loopback(0));
        }
        builder.getFilterChainsBuilderList().forEach(chain -> inline(chain, resources));
        return builder.build();
    }

    private static void inline(FilterChain.Builder chain, GroupResources resources) {
        chain.getFiltersBuilderList()
                .forEach(filter -> filter.setTypedConfig(inline(filter.getTypedConfig(), resources)));
        if (chain.hasTransportSocket()) {
            chain.setTransportSocket(StaticTls.of(chain.getTransportSocket()));
        }
    }

    private static Any inline(Any manager, GroupResources resources) {
        try {
            HttpConnectionManager.Builder builder = manager.unpack(HttpConnectionManager.class).toBuilder();
            if (!builder.hasRds()) {
                return manager;
            }
            String table = builder.getRds().getRouteConfigName();
            RouteConfiguration routes =
                    (RouteConfiguration) resources.one(TypeUrls.ROUTES, table).message();
            // As over xDS: a route may name a cluster that is not there, and answers for itself.
            return Messages.any(builder.setRouteConfig(routes.toBuilder().setValidateClusters(BoolValue.of(false)))
                    .build());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Cluster inline(Cluster cluster, GroupResources resources) {
        Cluster.Builder builder = cluster.toBuilder();
        if (cluster.hasTransportSocket()) {
            builder.setTransportSocket(StaticTls.of(cluster.getTransportSocket()));
        }
        if (cluster.hasEdsClusterConfig()) {
            String name = cluster.getEdsClusterConfig().getServiceName();
            builder.clearEdsClusterConfig()
                    .setType(Cluster.DiscoveryType.STATIC)
                    .setLoadAssignment((ClusterLoadAssignment)
                            resources.one(TypeUrls.ENDPOINTS, name).message());
        }
        return builder.build();
    }

    private static Cluster service(String name, int port) {
        HttpProtocolOptions.Builder http2 = HttpProtocolOptions.newBuilder();
        http2.getExplicitHttpConfigBuilder().setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance());
        return Cluster.newBuilder()
                .setName(name)
                .setType(Cluster.DiscoveryType.STATIC)
                .putTypedExtensionProtocolOptions(Clusters.HTTP_OPTIONS, Messages.any(http2.build()))
                .setLoadAssignment(ClusterLoadAssignment.newBuilder()
                        .setClusterName(name)
                        .addEndpoints(LocalityLbEndpoints.newBuilder()
                                .addLbEndpoints(LbEndpoint.newBuilder()
                                        .setEndpoint(Endpoint.newBuilder()
                                                .setAddress(Address.newBuilder().setSocketAddress(loopback(port)))))))
                .build();
    }

    private static SocketAddress.Builder loopback(int port) {
        return SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(port);
    }
}
