package io.modeenvoy.xds.translator;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.EnvoyInternalAddress;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.CodecType;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ServerHeaderTransformation;
import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.Timeouts;
import io.modeenvoy.policy.Names;
import java.util.List;
import java.util.Set;

/**
 * Where an attempt waits for its first token. Envoy's router lets headers pass as soon as they come, and no attempt follows one whose headers have passed. So an attempt that has a
 * time to its first token goes through a listener inside of Envoy, where ext-proc keeps the headers back until there is a token: for the router nothing has come till then, and its
 * time-out for the attempt is that for the token. (Upstream filters cannot do it: there ext_proc crashes Envoy when it looks at answers.)
 */
final class FirstTokens {
    static final String LISTENER = "aifirsttoken";
    private static final String PREFIX = LISTENER + "/";
    private static final Duration NEVER = Duration.getDefaultInstance();

    private FirstTokens() {}

    /** Whether a rule with these timeouts has such a time. */
    static boolean areAwaited(Timeouts timeouts) {
        return timeouts.attempt() != null && timeouts.attempt().isPositive();
    }

    /** The cluster that leads to {@code cluster} by way of the listener. */
    static String before(String cluster) {
        return PREFIX + cluster;
    }

    /** The cluster behind one that leads through the listener. */
    static String behind(String cluster) {
        return cluster.substring(PREFIX.length());
    }

    /** That cluster. Its host tells the attempt's filters which backend it is for, and where to go then. */
    static TranslatedResource cluster(ClusterIr behind) {
        String name = before(behind.name());
        Struct.Builder told = Struct.newBuilder().putFields(Names.UPSTREAM_METADATA_KEY, text(behind.name()));
        if (behind.backendLabel() != null) {
            told.putFields(Names.BACKEND_METADATA_KEY, text(behind.backendLabel()));
        }
        LbEndpoint host = LbEndpoint.newBuilder()
                .setEndpoint(Endpoint.newBuilder()
                        .setAddress(Address.newBuilder()
                                .setEnvoyInternalAddress(EnvoyInternalAddress.newBuilder()
                                        .setServerListenerName(LISTENER)
                                        .setEndpointId(name))))
                .setMetadata(Metadata.newBuilder().putFilterMetadata(Names.BACKEND_METADATA, told.build()))
                .build();
        Cluster cluster = Cluster.newBuilder()
                .setName(name)
                .setAltStatName(Messages.statName(name))
                .setType(Cluster.DiscoveryType.STATIC)
                .setCircuitBreakers(Clusters.breakers())
                .setLoadAssignment(ClusterLoadAssignment.newBuilder()
                        .setClusterName(name)
                        .addEndpoints(LocalityLbEndpoints.newBuilder().addLbEndpoints(host)))
                .build();
        return TranslatedResource.of(name, cluster, Set.of(behind.origin()));
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    /** The listener: it changes nothing of requests and answers, and has no time of its own. */
    static TranslatedResource listener() {
        HttpConnectionManager manager = HttpConnectionManager.newBuilder()
                .setStatPrefix(LISTENER)
                .setCodecType(CodecType.AUTO)
                .setRouteConfig(RouteConfiguration.newBuilder()
                        .setName(LISTENER)
                        .addVirtualHosts(VirtualHost.newBuilder()
                                .setName(LISTENER)
                                .addDomains("*")
                                .addRoutes(onward())))
                .setUseRemoteAddress(BoolValue.of(false))
                .setSkipXffAppend(true)
                .setGenerateRequestId(BoolValue.of(false))
                .setPreserveExternalRequestId(true)
                .setServerHeaderTransformation(ServerHeaderTransformation.PASS_THROUGH)
                .setMaxRequestHeadersKb(Messages.uint32(2 * ConnectionManagers.HEADERS_KIB))
                .setCommonHttpProtocolOptions(
                        HttpProtocolOptions.newBuilder().setMaxHeadersCount(Messages.uint32(2 * Names.MOST_HEADERS)))
                .setStreamIdleTimeout(NEVER)
                .setRequestTimeout(NEVER)
                .setLocalReplyConfig(LocalReplies.TELLING_WHY)
                .addAllHttpFilters(HttpFilters.ofFirstToken())
                .build();
        Listener listener = Listener.newBuilder()
                .setName(LISTENER)
                .setInternalListener(Listener.InternalListenerConfig.getDefaultInstance())
                .addFilterChains(FilterChain.newBuilder()
                        .addFilters(Filter.newBuilder()
                                .setName("envoy.filters.network.http_connection_manager")
                                .setTypedConfig(Messages.any(manager))))
                .build();
        return TranslatedResource.of(LISTENER, listener, Set.of());
    }

    /** To where the attempt was meant to go; once more only if nothing was sent, for nobody outside would know of it. */
    private static Route onward() {
        return Route.newBuilder()
                .setName(LISTENER)
                .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                .addAllRequestHeadersToRemove(List.of(Names.UPSTREAM_HEADER, "x-forwarded-proto", "x-envoy-internal"))
                .addResponseHeadersToRemove(Names.DETAILS_HEADER)
                .setRoute(RouteAction.newBuilder()
                        .setClusterHeader(Names.UPSTREAM_HEADER)
                        .setTimeout(NEVER)
                        .setIdleTimeout(NEVER)
                        .setRetryPolicy(RetryPolicy.newBuilder()
                                .setRetryOn("connect-failure,refused-stream")
                                .setNumRetries(Messages.uint32(1))))
                .build();
    }
}
