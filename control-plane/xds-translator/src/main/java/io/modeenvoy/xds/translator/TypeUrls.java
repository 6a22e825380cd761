package io.modeenvoy.xds.translator;

import com.google.protobuf.Descriptors.Descriptor;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.util.List;

/** Type URLs of Envoy's resources. */
public final class TypeUrls {
    public static final String LISTENER = of(Listener.getDescriptor());
    public static final String ROUTES = of(RouteConfiguration.getDescriptor());
    public static final String CLUSTER = of(Cluster.getDescriptor());
    public static final String ENDPOINTS = of(ClusterLoadAssignment.getDescriptor());
    public static final String SECRET = of(Secret.getDescriptor());

    /** Every type a proxy gets from us. */
    public static final List<String> ENVOY = List.of(LISTENER, ROUTES, CLUSTER, ENDPOINTS, SECRET);

    private TypeUrls() {}

    static String of(Descriptor descriptor) {
        return "type.googleapis.com/" + descriptor.getFullName();
    }
}
