package io.modeenvoy.xds.server;

import java.util.List;

/** Type URLs of Envoy's own resources. All others are served the same way, without an order between them. */
public final class XdsTypes {
    private static final String PREFIX = "type.googleapis.com/";

    public static final String SECRET = PREFIX + "envoy.extensions.transport_sockets.tls.v3.Secret";
    public static final String CLUSTER = PREFIX + "envoy.config.cluster.v3.Cluster";
    public static final String ENDPOINT = PREFIX + "envoy.config.endpoint.v3.ClusterLoadAssignment";
    public static final String LISTENER = PREFIX + "envoy.config.listener.v3.Listener";
    public static final String SCOPED_ROUTE = PREFIX + "envoy.config.route.v3.ScopedRouteConfiguration";
    public static final String ROUTE = PREFIX + "envoy.config.route.v3.RouteConfiguration";
    public static final String VIRTUAL_HOST = PREFIX + "envoy.config.route.v3.VirtualHost";
    public static final String EXTENSION = PREFIX + "envoy.config.core.v3.TypedExtensionConfig";
    public static final String RUNTIME = PREFIX + "envoy.service.runtime.v3.Runtime";

    /** Every type of Envoy's in the order in which a change is delivered. */
    public static final List<String> ENVOY =
            List.of(SECRET, CLUSTER, ENDPOINT, LISTENER, SCOPED_ROUTE, ROUTE, VIRTUAL_HOST, EXTENSION, RUNTIME);

    private XdsTypes() {}
}
