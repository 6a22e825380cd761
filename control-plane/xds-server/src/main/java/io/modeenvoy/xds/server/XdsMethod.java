package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.util.ArrayList;
import java.util.List;

/**
 * One streaming method of one discovery service.
 *
 * @param onlyType the type it serves; empty if it serves every type
 */
record XdsMethod(String service, String name, String onlyType, boolean delta, Marshallers.Reader reader) {

    /** Every method we serve. */
    static List<XdsMethod> all() {
        List<XdsMethod> all = new ArrayList<>();
        both(all, "discovery.v3.AggregatedDiscoveryService", "AggregatedResources", "");
        both(all, "cluster.v3.ClusterDiscoveryService", "Clusters", XdsTypes.CLUSTER);
        both(all, "endpoint.v3.EndpointDiscoveryService", "Endpoints", XdsTypes.ENDPOINT);
        both(all, "listener.v3.ListenerDiscoveryService", "Listeners", XdsTypes.LISTENER);
        both(all, "route.v3.RouteDiscoveryService", "Routes", XdsTypes.ROUTE);
        both(all, "route.v3.ScopedRoutesDiscoveryService", "ScopedRoutes", XdsTypes.SCOPED_ROUTE);
        both(all, "secret.v3.SecretDiscoveryService", "Secrets", XdsTypes.SECRET);
        both(all, "runtime.v3.RuntimeDiscoveryService", "Runtime", XdsTypes.RUNTIME);
        both(all, "extension.v3.ExtensionConfigDiscoveryService", "ExtensionConfigs", XdsTypes.EXTENSION);
        all.add(delta("route.v3.VirtualHostDiscoveryService", "VirtualHosts", XdsTypes.VIRTUAL_HOST));
        return all;
    }

    String fullName() {
        return MethodDescriptor.generateFullMethodName(service, name);
    }

    /** @param maxBytes of a request */
    MethodDescriptor<Inbound, List<ByteString>> descriptor(int maxBytes) {
        return MethodDescriptor.newBuilder(Marshallers.request(reader, maxBytes), Marshallers.response())
                .setType(MethodType.BIDI_STREAMING)
                .setFullMethodName(fullName())
                .build();
    }

    private static void both(List<XdsMethod> all, String service, String plural, String onlyType) {
        all.add(delta(service, plural, onlyType));
        all.add(new XdsMethod("envoy.service." + service, "Stream" + plural, onlyType, false, Requests::sotw));
    }

    private static XdsMethod delta(String service, String plural, String onlyType) {
        return new XdsMethod("envoy.service." + service, "Delta" + plural, onlyType, true, Requests::delta);
    }
}
