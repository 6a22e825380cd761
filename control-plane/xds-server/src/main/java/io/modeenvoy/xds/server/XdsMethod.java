package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One streaming method of one discovery service.
 *
 * @param onlyType the type it serves; empty if it serves every type
 */
record XdsMethod<M extends Message>(
        String service,
        String name,
        String onlyType,
        boolean delta,
        Parser<M> parser,
        Function<M, Requests.Received> reader) {

    /** Every method we serve. */
    static List<XdsMethod<?>> all() {
        List<XdsMethod<?>> all = new ArrayList<>();
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

    MethodDescriptor<M, List<ByteString>> descriptor() {
        return MethodDescriptor.newBuilder(Marshallers.request(parser), Marshallers.response())
                .setType(MethodType.BIDI_STREAMING)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(service, name))
                .build();
    }

    private static void both(List<XdsMethod<?>> all, String service, String plural, String onlyType) {
        all.add(delta(service, plural, onlyType));
        all.add(new XdsMethod<>(
                "envoy.service." + service,
                "Stream" + plural,
                onlyType,
                false,
                DiscoveryRequest.parser(),
                Requests::sotw));
    }

    private static XdsMethod<DeltaDiscoveryRequest> delta(String service, String plural, String onlyType) {
        return new XdsMethod<>(
                "envoy.service." + service,
                "Delta" + plural,
                onlyType,
                true,
                DeltaDiscoveryRequest.parser(),
                Requests::delta);
    }
}
