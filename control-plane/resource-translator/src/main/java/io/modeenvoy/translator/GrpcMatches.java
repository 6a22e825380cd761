package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCHeaderMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCMethodMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRouteMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPHeaderMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPPathMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteMatch;
import io.modeenvoy.ir.RequestMatch.PathMatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The matches of a GRPCRoute's rule: a method is the path of a call, {@code /service/method}. */
final class GrpcMatches {
    private static final String REGEX = "RegularExpression";
    private static final String ANY_NAME = "[^/]+";

    private GrpcMatches() {}

    static HTTPRouteMatch asHttp(GRPCRouteMatch match) {
        HTTPRouteMatch same = new HTTPRouteMatch();
        GRPCMethodMatch method = match.getMethod();
        if (method != null) {
            same.setPath(path(method.getType(), or(method.getService()), or(method.getMethod())));
        }
        List<HTTPHeaderMatch> headers = new ArrayList<>();
        for (GRPCHeaderMatch header : match.getHeaders()) {
            headers.add(new HTTPHeaderMatch(header.getName(), header.getType(), header.getValue()));
        }
        same.setHeaders(headers);
        return same;
    }

    /** Characters that a match gives of service and method. */
    record Weight(int service, int method) {}

    static Weight weight(PathMatch path) {
        String value = path.value().substring(Math.min(1, path.value().length()));
        if (path instanceof PathMatch.Prefix) {
            return new Weight(value.length(), 0);
        }
        if (value.startsWith(ANY_NAME + "/")) {
            return new Weight(0, value.length() - ANY_NAME.length() - 1);
        }
        if (value.endsWith("/" + ANY_NAME)) {
            return new Weight(value.length() - ANY_NAME.length() - 1, 0);
        }
        int slash = value.lastIndexOf('/');
        return new Weight(Math.max(0, slash), value.length() - slash - 1);
    }

    /** Null = every method. */
    private static @Nullable HTTPPathMatch path(@Nullable String type, String service, String method) {
        if (service.isEmpty() && method.isEmpty()) {
            return null;
        }
        if (type != null && !type.equals("Exact") && !type.equals(REGEX)) {
            return new HTTPPathMatch(type, "/" + service + "/" + method);
        }
        if (REGEX.equals(type)) {
            return new HTTPPathMatch(REGEX, "/" + orAny(service) + "/" + orAny(method));
        }
        if (method.isEmpty()) {
            return new HTTPPathMatch("PathPrefix", "/" + service);
        }
        return service.isEmpty()
                ? new HTTPPathMatch(REGEX, "/" + ANY_NAME + "/" + method)
                : new HTTPPathMatch("Exact", "/" + service + "/" + method);
    }

    /** A pattern with alternatives must not reach beyond its part of the path. */
    private static String orAny(String pattern) {
        return pattern.isEmpty() ? ANY_NAME : "(?:" + pattern + ")";
    }

    private static String or(@Nullable String written) {
        return written == null ? "" : written;
    }
}
