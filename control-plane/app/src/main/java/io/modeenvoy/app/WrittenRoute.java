package io.modeenvoy.app;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.TLSRoute;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.crd.TCPRoute;
import io.modeenvoy.crd.UDPRoute;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the status of a route of the Gateway API needs of what is written.
 *
 * @param rules how many it has
 */
record WrittenRoute(String namespace, @Nullable Long generation, List<ParentReference> parents, int rules) {
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "HTTPRoute", HTTPRoute.class,
            "GRPCRoute", GRPCRoute.class,
            "TLSRoute", TLSRoute.class,
            "TCPRoute", TCPRoute.class,
            "UDPRoute", UDPRoute.class);

    WrittenRoute {
        parents = List.copyOf(parents);
    }

    static boolean isRoute(String kind) {
        return KINDS.containsKey(kind);
    }

    /** Null if there is none. */
    static @Nullable WrittenRoute find(ResourceView view, String kind, String namespace, String name) {
        Class<? extends HasMetadata> type = KINDS.get(kind);
        HasMetadata found = type == null ? null : view.get(type, namespace, name);
        return found == null ? null : of(found);
    }

    /** Without parents and rules if it is no route. */
    static WrittenRoute of(HasMetadata found) {
        return switch (found) {
            case HTTPRoute http
            when http.getSpec() != null ->
                of(http, http.getSpec().getParentRefs(), http.getSpec().getRules());
            case GRPCRoute grpc
            when grpc.getSpec() != null ->
                of(grpc, grpc.getSpec().getParentRefs(), grpc.getSpec().getRules());
            case TLSRoute tls
            when tls.getSpec() != null ->
                of(tls, tls.getSpec().getParentRefs(), tls.getSpec().getRules());
            case TCPRoute tcp
            when tcp.getSpec() != null ->
                of(tcp, tcp.getSpec().getParentRefs(), tcp.getSpec().getRules());
            case UDPRoute udp
            when udp.getSpec() != null ->
                of(udp, udp.getSpec().getParentRefs(), udp.getSpec().getRules());
            default -> of(found, List.of(), List.of());
        };
    }

    private static WrittenRoute of(HasMetadata route, List<ParentReference> parents, List<?> rules) {
        return new WrittenRoute(
                route.getMetadata().getNamespace(), route.getMetadata().getGeneration(), parents, rules.size());
    }
}
