package io.modeenvoy.xds.translator;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.CorsPolicy;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.modeenvoy.ir.Cors;
import java.util.List;

/** What browsers may do from other sites, in Envoy's words. */
final class CorsPolicies {
    private static final String ALL = "*";

    private CorsPolicies() {}

    /** Envoy answers a wildcard of methods and headers with those that are asked for, and every origin with itself, so that credentials may go along. */
    static CorsPolicy of(Cors cors) {
        CorsPolicy.Builder policy = CorsPolicy.newBuilder()
                .setAllowMethods(String.join(", ", cors.methods()))
                .setAllowHeaders(String.join(", ", cors.headers()))
                .setExposeHeaders(String.join(", ", exposed(cors)))
                .setMaxAge(Long.toString(cors.maxAge().toSeconds()))
                .setForwardNotMatchingPreflights(BoolValue.of(false));
        if (cors.credentials()) {
            policy.setAllowCredentials(BoolValue.of(true));
        }
        cors.origins().forEach(origin -> policy.addAllowOriginStringMatch(matcher(origin)));
        return policy.build();
    }

    /** A wildcard means nothing to browsers where credentials go along, and may not be said then. */
    private static List<String> exposed(Cors cors) {
        return cors.credentials() && cors.exposed().contains(ALL) ? List.of() : cors.exposed();
    }

    private static StringMatcher matcher(Cors.Origin origin) {
        return switch (origin) {
            case Cors.Origin.Any() -> RouteMatches.exact(ALL);
            case Cors.Origin.Exact(var value) -> RouteMatches.exact(value);
            case Cors.Origin.HostSuffix(var scheme, var suffix, var port) ->
                StringMatcher.newBuilder()
                        .setSafeRegex(RouteMatches.regex(scheme + "://[^/:]+" + Rewrites.quote(suffix + port)))
                        .build();
        };
    }
}
