package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendObjectReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reference to a backend as a route writes it, with what else stands there. */
record WrittenBackend(
        String group,
        String kind,
        @Nullable String namespace,
        @Nullable String name,
        @Nullable Integer port,
        int weight,
        List<HTTPRouteFilter> filters) {
    static WrittenBackend of(HTTPBackendRef ref) {
        return of(
                ref.getGroup(),
                ref.getKind(),
                ref.getNamespace(),
                ref.getName(),
                ref.getPort(),
                ref.getWeight(),
                ref.getFilters());
    }

    static WrittenBackend of(GRPCBackendRef ref) {
        return of(
                ref.getGroup(),
                ref.getKind(),
                ref.getNamespace(),
                ref.getName(),
                ref.getPort(),
                ref.getWeight(),
                GrpcFilters.asHttp(ref.getFilters()));
    }

    static WrittenBackend of(BackendObjectReference ref) {
        return of(ref.getGroup(), ref.getKind(), ref.getNamespace(), ref.getName(), ref.getPort(), null, List.of());
    }

    private static WrittenBackend of(
            @Nullable String group,
            @Nullable String kind,
            @Nullable String namespace,
            @Nullable String name,
            @Nullable Integer port,
            @Nullable Integer weight,
            List<HTTPRouteFilter> filters) {
        return new WrittenBackend(
                group == null ? "" : group,
                kind == null ? "Service" : kind,
                namespace,
                name,
                port,
                weight == null ? 1 : Math.max(0, weight),
                filters);
    }
}
