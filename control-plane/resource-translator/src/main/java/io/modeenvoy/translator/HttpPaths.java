package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPPathModifier;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRequestRedirectFilter;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPURLRewriteFilter;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.HttpAction;
import io.modeenvoy.ir.HttpAction.PathChange;
import io.modeenvoy.ir.Port;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Redirects and rewrites. */
final class HttpPaths {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
    private static final int FOUND = 302;

    private HttpPaths() {}

    /** Null if it is wrong, which is reported. */
    static HttpAction.@Nullable Redirect redirect(
            @Nullable HTTPRequestRedirectFilter filter, boolean prefixMatch, Reporter reporter, String field) {
        String at = field + ".requestRedirect";
        if (filter == null) {
            reporter.refused(at, Reasons.UNSUPPORTED_VALUE, "absent (expected: where to redirect to)");
            return null;
        }
        int status = filter.getStatusCode() == null ? FOUND : filter.getStatusCode();
        if (!STATUSES.contains(status)) {
            reporter.refused(
                    at + ".statusCode", Reasons.UNSUPPORTED_VALUE, status + " (expected: 301, 302, 303, 307 or 308)");
            return null;
        }
        Part<Hostname> hostname = hostname(filter.getHostname(), reporter, at + ".hostname");
        Part<PathChange> path = path(filter.getPath(), prefixMatch, reporter, at + ".path");
        Part<String> scheme = scheme(filter.getScheme(), reporter, at + ".scheme");
        Part<Port> port = port(filter.getPort(), reporter, at + ".port");
        return hostname.sound() && path.sound() && scheme.sound() && port.sound()
                ? new HttpAction.Redirect(scheme.value(), hostname.value(), port.value(), path.value(), status)
                : null;
    }

    /** Null if it is wrong, which is reported. */
    static HttpAction.@Nullable Rewrite rewrite(
            @Nullable HTTPURLRewriteFilter filter, boolean prefixMatch, Reporter reporter, String field) {
        String at = field + ".urlRewrite";
        if (filter == null) {
            reporter.refused(at, Reasons.UNSUPPORTED_VALUE, "absent (expected: hostname or path)");
            return null;
        }
        Part<Hostname> hostname = hostname(filter.getHostname(), reporter, at + ".hostname");
        Part<PathChange> path = path(filter.getPath(), prefixMatch, reporter, at + ".path");
        return hostname.sound() && path.sound() ? new HttpAction.Rewrite(hostname.value(), path.value()) : null;
    }

    /** An optional value that may be wrong. */
    private record Part<T>(@Nullable T value, boolean sound) {
        static <T> Part<T> of(T value) {
            return new Part<>(value, true);
        }

        static <T> Part<T> absent() {
            return new Part<>(null, true);
        }

        static <T> Part<T> wrong(Reporter reporter, String field, Object value, String expected) {
            reporter.refused(field, Reasons.UNSUPPORTED_VALUE, value + " (expected: " + expected + ")");
            return new Part<>(null, false);
        }
    }

    private static Part<Hostname> hostname(@Nullable String text, Reporter reporter, String field) {
        if (text == null) {
            return Part.absent();
        }
        Optional<Hostname> hostname = Hostnames.parse(text).filter(host -> !host.isWildcard());
        return hostname.isPresent()
                ? Part.of(hostname.get())
                : Part.wrong(reporter, field, text, "a hostname without wildcard");
    }

    private static Part<String> scheme(@Nullable String scheme, Reporter reporter, String field) {
        if (scheme == null) {
            return Part.absent();
        }
        return scheme.equals("http") || scheme.equals("https")
                ? Part.of(scheme)
                : Part.wrong(reporter, field, scheme, "http or https");
    }

    private static Part<Port> port(@Nullable Integer port, Reporter reporter, String field) {
        if (port == null) {
            return Part.absent();
        }
        return port >= 1 && port <= 65535 ? Part.of(new Port(port)) : Part.wrong(reporter, field, port, "1..65535");
    }

    private static Part<PathChange> path(
            @Nullable HTTPPathModifier path, boolean prefixMatch, Reporter reporter, String field) {
        if (path == null) {
            return Part.absent();
        }
        return switch (String.valueOf(path.getType())) {
            case "ReplaceFullPath" -> {
                String full = path.getReplaceFullPath() == null ? "/" : path.getReplaceFullPath();
                yield HttpText.isValue(full)
                        ? Part.of(new PathChange.Full(full))
                        : Part.wrong(reporter, field + ".replaceFullPath", full, HttpText.VALUE);
            }
            case "ReplacePrefixMatch" ->
                prefixMatch
                        ? prefix(
                                path.getReplacePrefixMatch() == null ? "" : path.getReplacePrefixMatch(),
                                reporter,
                                field)
                        : Part.wrong(
                                reporter,
                                field + ".type",
                                path.getType(),
                                "ReplaceFullPath, or matches of the type PathPrefix only");
            default ->
                Part.wrong(
                        reporter,
                        field + ".type",
                        String.valueOf(path.getType()),
                        "ReplaceFullPath or ReplacePrefixMatch");
        };
    }

    private static Part<PathChange> prefix(String replacement, Reporter reporter, String field) {
        return HttpText.isValue(replacement)
                ? Part.of(new PathChange.Prefix(replacement))
                : Part.wrong(reporter, field + ".replacePrefixMatch", replacement, HttpText.VALUE);
    }
}
