package io.modeenvoy.testkit.xds;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The endpoints, routes and secrets that clusters and listeners name. */
final class References {
    static final String CLUSTER = typeUrl("envoy.config.cluster.v3.Cluster");
    static final String LISTENER = typeUrl("envoy.config.listener.v3.Listener");
    private static final String ENDPOINTS = typeUrl("envoy.config.endpoint.v3.ClusterLoadAssignment");
    private static final String ROUTES = typeUrl("envoy.config.route.v3.RouteConfiguration");
    private static final String SECRET = typeUrl("envoy.extensions.transport_sockets.tls.v3.Secret");

    private final Map<String, Set<String>> names =
            new TreeMap<>(Map.of(ENDPOINTS, new TreeSet<>(), ROUTES, new TreeSet<>(), SECRET, new TreeSet<>()));

    private References() {}

    /** Names by type URL; each of the three types is there, possibly empty. */
    static Map<String, Set<String>> of(Collection<Any> clusters, Collection<Any> listeners) {
        References references = new References();
        clusters.forEach(any -> references.add(unpack(any, Cluster.class)));
        listeners.forEach(any -> references.add(unpack(any, Listener.class)));
        return references.names;
    }

    static String typeUrl(String fullName) {
        return "type.googleapis.com/" + fullName;
    }

    static <M extends Message> M unpack(Any any, Class<M> type) {
        try {
            return any.unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(any.getTypeUrl() + ": no " + type.getSimpleName(), e);
        }
    }

    private void add(Cluster cluster) {
        if (cluster.getType() == Cluster.DiscoveryType.EDS) {
            String service = cluster.getEdsClusterConfig().getServiceName();
            add(ENDPOINTS, service.isEmpty() ? cluster.getName() : service);
        }
        add(cluster.getTransportSocket());
    }

    private void add(Listener listener) {
        for (FilterChain chain : listener.getFilterChainsList()) {
            chain.getFiltersList().forEach(this::add);
            add(chain.getTransportSocket());
        }
    }

    private void add(Filter filter) {
        if (filter.getTypedConfig().is(HttpConnectionManager.class)) {
            add(
                    ROUTES,
                    unpack(filter.getTypedConfig(), HttpConnectionManager.class)
                            .getRds()
                            .getRouteConfigName());
        }
    }

    private void add(TransportSocket socket) {
        Any config = socket.getTypedConfig();
        if (config.is(UpstreamTlsContext.class)) {
            add(unpack(config, UpstreamTlsContext.class).getCommonTlsContext());
        } else if (config.is(DownstreamTlsContext.class)) {
            add(unpack(config, DownstreamTlsContext.class).getCommonTlsContext());
        }
    }

    private void add(CommonTlsContext tls) {
        tls.getTlsCertificateSdsSecretConfigsList().forEach(secret -> add(SECRET, secret.getName()));
        add(SECRET, tls.getValidationContextSdsSecretConfig().getName());
    }

    private void add(String typeUrl, String name) {
        Set<String> named = names.get(typeUrl);
        if (named != null && !name.isEmpty()) {
            named.add(name);
        }
    }
}
