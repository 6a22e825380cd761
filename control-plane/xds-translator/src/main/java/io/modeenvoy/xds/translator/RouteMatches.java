package io.modeenvoy.xds.translator;

import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.modeenvoy.ir.RequestMatch;
import io.modeenvoy.ir.RequestMatch.PathMatch;
import io.modeenvoy.ir.RequestMatch.ValueMatch;

/** Conditions on requests in Envoy's words. */
final class RouteMatches {
    private RouteMatches() {}

    static RouteMatch of(RequestMatch match) {
        RouteMatch.Builder builder = path(match.path());
        if (match.method() != null) {
            builder.addHeaders(header(":method", exact(match.method())));
        }
        match.headers().forEach(header -> builder.addHeaders(header(header.name(), value(header))));
        match.queryParams()
                .forEach(param -> builder.addQueryParameters(
                        QueryParameterMatcher.newBuilder().setName(param.name()).setStringMatch(value(param))));
        return builder.build();
    }

    private static RouteMatch.Builder path(PathMatch path) {
        RouteMatch.Builder builder = RouteMatch.newBuilder();
        return switch (path) {
            case PathMatch.Exact(String value) -> builder.setPath(value);
            case PathMatch.Regex(String value) -> builder.setSafeRegex(regex(value));
            case PathMatch.Prefix prefix -> {
                String elements = elements(prefix);
                yield elements.isEmpty() ? builder.setPrefix("/") : builder.setPathSeparatedPrefix(elements);
            }
        };
    }

    /** The prefix without a slash at its end: {@code /a} for {@code /a/}, nothing for {@code /}. */
    static String elements(PathMatch.Prefix prefix) {
        String value = prefix.value();
        return value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    }

    static HeaderMatcher header(String name, StringMatcher value) {
        return HeaderMatcher.newBuilder().setName(name).setStringMatch(value).build();
    }

    static StringMatcher exact(String value) {
        return StringMatcher.newBuilder().setExact(value).build();
    }

    private static StringMatcher value(ValueMatch match) {
        return match.regex()
                ? StringMatcher.newBuilder().setSafeRegex(regex(match.value())).build()
                : exact(match.value());
    }

    static RegexMatcher regex(String regex) {
        return RegexMatcher.newBuilder().setRegex(regex).build();
    }
}
