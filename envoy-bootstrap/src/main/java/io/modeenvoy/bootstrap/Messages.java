package io.modeenvoy.bootstrap;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.bootstrap.v3.Admin;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.DynamicResources;
import io.envoyproxy.envoy.config.bootstrap.v3.LayeredRuntime;
import io.envoyproxy.envoy.config.bootstrap.v3.RuntimeLayer;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.KeepaliveSettings;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.overload.v3.OverloadManager;
import io.envoyproxy.envoy.config.overload.v3.ResourceMonitor;
import io.envoyproxy.envoy.extensions.bootstrap.internal_listener.v3.InternalListener;
import io.envoyproxy.envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.modeenvoy.policy.Names;
import java.net.InetAddress;

/** A {@link Bootstrap} in Envoy's messages. */
final class Messages {
    static final Descriptor DOWNSTREAM_CONNECTIONS = DownstreamConnectionsConfig.getDescriptor();

    private static final String TYPES = "type.googleapis.com/";
    private static final String HTTP_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

    /** Streams to the services live as long as requests: Envoy's 1,024 at a time would be the limit of the gateway. */
    private static final UInt32Value UNLIMITED = UInt32Value.of(1_000_000);

    /** Ends of ext_proc streams are told apart: a half-close is an end, a cancel is Envoy's death. */
    private static final String GRACEFUL_CLOSE = "envoy.reloadable_features.ext_proc_graceful_grpc_close";

    /** Envoy refuses regular expressions of more than 100 instructions otherwise, and with one of them its whole route table. The control plane judges their size. */
    private static final String LARGEST_REGEX = "re2.max_program_size.error_level";

    private static final int ADMIN_MODE = 0b110_000_000;

    private Messages() {}

    static io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap of(Bootstrap bootstrap) {
        var builder = io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.newBuilder()
                .setNode(node(bootstrap))
                .setAdmin(Admin.newBuilder().setAddress(adminAddress(bootstrap.admin())))
                .setDynamicResources(dynamic(bootstrap))
                .setLayeredRuntime(runtime())
                .setOverloadManager(overload(bootstrap));
        bootstrap
                .upstreams()
                .forEach((name, address) ->
                        builder.getStaticResourcesBuilder().addClusters(cluster(name, address, bootstrap)));
        // Listeners that only this Envoy itself connects to: attempts wait there for their first token.
        builder.addBootstrapExtensions(TypedExtensionConfig.newBuilder()
                .setName("envoy.bootstrap.internal_listener")
                .setTypedConfig(any(InternalListener.getDefaultInstance())));
        if (bootstrap.probes() != null) {
            builder.getStaticResourcesBuilder()
                    .addListeners(ProbeMessages.listener(bootstrap.probes()))
                    .addClusters(ProbeMessages.admin(bootstrap.admin()));
        }
        return builder.build();
    }

    private static Node node(Bootstrap bootstrap) {
        return Node.newBuilder()
                .setId(bootstrap.nodeId())
                .setCluster(bootstrap.group())
                .setMetadata(Struct.newBuilder()
                        .putFields(
                                "role",
                                Value.newBuilder()
                                        .setStringValue(bootstrap.role().label())
                                        .build()))
                .build();
    }

    /** Who is asked whether it is ready must not say so because it has waited long enough. */
    private static DynamicResources dynamic(Bootstrap bootstrap) {
        ConfigSource.Builder source = ConfigSource.newBuilder()
                .setAds(AggregatedConfigSource.getDefaultInstance())
                .setResourceApiVersion(ApiVersion.V3);
        if (bootstrap.probes() != null) {
            source.setInitialFetchTimeout(Duration.getDefaultInstance());
        }
        ConfigSource ads = source.build();
        return DynamicResources.newBuilder()
                .setAdsConfig(ApiConfigSource.newBuilder()
                        .setApiType(ApiConfigSource.ApiType.DELTA_GRPC)
                        .setTransportApiVersion(ApiVersion.V3)
                        .setSetNodeOnFirstMessageOnly(true)
                        .addGrpcServices(GrpcService.newBuilder()
                                .setEnvoyGrpc(GrpcService.EnvoyGrpc.newBuilder().setClusterName(Names.ADS_CLUSTER))))
                .setCdsConfig(ads)
                .setLdsConfig(ads)
                .build();
    }

    private static LayeredRuntime runtime() {
        return LayeredRuntime.newBuilder()
                .addLayers(RuntimeLayer.newBuilder()
                        .setName("static")
                        .setStaticLayer(Struct.newBuilder()
                                .putFields(
                                        GRACEFUL_CLOSE,
                                        Value.newBuilder().setBoolValue(true).build())
                                .putFields(
                                        LARGEST_REGEX,
                                        Value.newBuilder()
                                                .setNumberValue(1_000_000)
                                                .build())))
                .addLayers(RuntimeLayer.newBuilder()
                        .setName("admin")
                        .setAdminLayer(RuntimeLayer.AdminLayer.getDefaultInstance()))
                .build();
    }

    private static OverloadManager overload(Bootstrap bootstrap) {
        return OverloadManager.newBuilder()
                .addResourceMonitors(ResourceMonitor.newBuilder()
                        .setName("envoy.resource_monitors.global_downstream_max_connections")
                        .setTypedConfig(any(DownstreamConnectionsConfig.newBuilder()
                                .setMaxActiveDownstreamConnections(bootstrap.maxConnections())
                                .build())))
                .build();
    }

    private static Cluster cluster(String name, Address address, Bootstrap bootstrap) {
        HttpProtocolOptions.Builder http2 = HttpProtocolOptions.newBuilder();
        http2.getExplicitHttpConfigBuilder().setHttp2ProtocolOptions(http2(name));
        Cluster.Builder cluster = Cluster.newBuilder()
                .setName(name)
                .setType(Cluster.DiscoveryType.STATIC)
                .setConnectTimeout(Duration.newBuilder().setSeconds(2))
                .setCircuitBreakers(CircuitBreakers.newBuilder()
                        .addThresholds(CircuitBreakers.Thresholds.newBuilder()
                                .setMaxConnections(UNLIMITED)
                                .setMaxPendingRequests(UNLIMITED)
                                .setMaxRequests(UNLIMITED)
                                .setMaxRetries(UNLIMITED)))
                .putTypedExtensionProtocolOptions(HTTP_OPTIONS, any(http2.build()))
                .setLoadAssignment(ClusterLoadAssignment.newBuilder()
                        .setClusterName(name)
                        .addEndpoints(LocalityLbEndpoints.newBuilder()
                                .addLbEndpoints(LbEndpoint.newBuilder()
                                        .setEndpoint(Endpoint.newBuilder().setAddress(address(address))))));
        if (isName(address)) {
            cluster.setType(Cluster.DiscoveryType.STRICT_DNS)
                    .setDnsLookupFamily(Cluster.DnsLookupFamily.V4_PREFERRED); // our servers listen on IPv4
        }
        if (bootstrap.tls() != null && address instanceof Address.Tcp tcp) {
            cluster.setTransportSocket(
                    TlsMessages.transport(bootstrap.tls(), serverName(tcp, bootstrap.tls(), bootstrap)));
        }
        return cluster.build();
    }

    /** The control plane may have another name than that of its host; a service elsewhere has the name of its host. */
    private static String serverName(Address.Tcp server, AdsTls tls, Bootstrap bootstrap) {
        return server.equals(bootstrap.upstreams().get(Names.ADS_CLUSTER)) ? tls.serverName() : server.host();
    }

    /**
     * A dead control plane is noticed by its connection, not by the next change. A service that is frozen is noticed too, and the calls it has in hand end with an
     * error: nothing else bounds how long ext_proc waits at a request.
     */
    private static Http2ProtocolOptions http2(String cluster) {
        return cluster.equals(Names.ADS_CLUSTER) ? alive(30, 5) : alive(5, 10);
    }

    private static Http2ProtocolOptions alive(int interval, int timeout) {
        return Http2ProtocolOptions.newBuilder()
                .setConnectionKeepalive(KeepaliveSettings.newBuilder()
                        .setInterval(Duration.newBuilder().setSeconds(interval))
                        .setTimeout(Duration.newBuilder().setSeconds(timeout)))
                .build();
    }

    private static boolean isName(Address address) {
        return switch (address) {
            case Address.Unix unix -> false;
            case Address.Tcp tcp -> !isLiteral(tcp.host());
        };
    }

    static boolean isLiteral(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Who reaches it can end the process and read what it was told: a socket is for its own user. */
    private static io.envoyproxy.envoy.config.core.v3.Address adminAddress(Address admin) {
        io.envoyproxy.envoy.config.core.v3.Address listening = address(admin);
        return admin instanceof Address.Unix
                ? listening.toBuilder()
                        .setPipe(listening.getPipe().toBuilder().setMode(ADMIN_MODE))
                        .build()
                : listening;
    }

    static io.envoyproxy.envoy.config.core.v3.Address address(Address address) {
        var builder = io.envoyproxy.envoy.config.core.v3.Address.newBuilder();
        return switch (address) {
            case Address.Unix(String path) ->
                builder.setPipe(Pipe.newBuilder().setPath(path)).build();
            case Address.Tcp(String host, int port) ->
                builder.setSocketAddress(
                                SocketAddress.newBuilder().setAddress(host).setPortValue(port))
                        .build();
        };
    }

    private static Any any(Message message) {
        return Any.newBuilder()
                .setTypeUrl(TYPES + message.getDescriptorForType().getFullName())
                .setValue(message.toByteString())
                .build();
    }
}
