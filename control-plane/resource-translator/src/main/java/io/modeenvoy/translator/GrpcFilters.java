package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRouteFilter;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteFilter;
import java.util.List;

/** The filters of a GRPCRoute: each of them is one that an HTTPRoute has, too. */
final class GrpcFilters {
    private GrpcFilters() {}

    static List<HTTPRouteFilter> asHttp(List<GRPCRouteFilter> filters) {
        return filters.stream().map(GrpcFilters::asHttp).toList();
    }

    private static HTTPRouteFilter asHttp(GRPCRouteFilter filter) {
        HTTPRouteFilter same = new HTTPRouteFilter();
        same.setType(filter.getType());
        same.setExtensionRef(filter.getExtensionRef());
        same.setRequestHeaderModifier(filter.getRequestHeaderModifier());
        same.setResponseHeaderModifier(filter.getResponseHeaderModifier());
        same.setRequestMirror(filter.getRequestMirror());
        return same;
    }
}
