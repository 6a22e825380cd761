package io.modeenvoy.xds.translator;

import io.envoyproxy.envoy.config.route.v3.RedirectAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatchAndSubstitute;
import io.modeenvoy.ir.HttpAction;
import io.modeenvoy.ir.HttpAction.PathChange;
import io.modeenvoy.ir.RequestMatch;
import io.modeenvoy.ir.RequestMatch.PathMatch;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Changes of host and path, before an upstream or in a redirect. */
final class Rewrites {
    private static final String HTTP = "http";
    private static final String HTTPS = "https";

    private Rewrites() {}

    static void apply(RouteAction.Builder action, HttpAction.Rewrite rewrite, RequestMatch match) {
        if (rewrite.hostname() != null) {
            action.setHostRewriteLiteral(rewrite.hostname().value());
        }
        RegexMatchAndSubstitute path = path(rewrite.path(), match.path());
        if (path != null) {
            action.setRegexRewrite(path);
        }
    }

    /** The protocol end a call came in by: what a redirect leaves out is taken from it. */
    record End(int port, boolean secure) {}

    static RedirectAction redirect(HttpAction.Redirect redirect, RequestMatch match, End end) {
        RedirectAction.Builder action = RedirectAction.newBuilder().setResponseCode(code(redirect.status()));
        if (redirect.scheme() != null) {
            action.setSchemeRedirect(redirect.scheme());
        }
        if (redirect.hostname() != null) {
            action.setHostRedirect(redirect.hostname().value());
        }
        OptionalInt port = port(redirect, end);
        if (port.isPresent()) {
            action.setPortRedirect(port.getAsInt());
        }
        RegexMatchAndSubstitute path = path(redirect.path(), match.path());
        if (path != null) {
            action.setRegexRewrite(path);
        }
        return action.build();
    }

    /**
     * The port to say: that of the redirect, else its scheme's own, else the listener's. A scheme's own port need not be said after a new host; after the
     * client's own host it replaces the one the client used, unless that is the old scheme's own, which Envoy leaves out by itself.
     */
    private static OptionalInt port(HttpAction.Redirect redirect, End end) {
        String own = end.secure() ? HTTPS : HTTP;
        String scheme = redirect.scheme() == null ? own : redirect.scheme();
        int fallback = redirect.scheme() == null ? end.port() : usual(scheme);
        int port = redirect.port() == null ? fallback : redirect.port().value();
        if (redirect.hostname() != null) {
            return port == usual(scheme) ? OptionalInt.empty() : OptionalInt.of(port);
        }
        boolean kept = redirect.port() == null && (redirect.scheme() == null || end.port() == usual(own));
        return kept ? OptionalInt.empty() : OptionalInt.of(port);
    }

    private static int usual(String scheme) {
        return scheme.equals(HTTPS) ? 443 : 80;
    }

    private static RedirectAction.RedirectResponseCode code(int status) {
        return switch (status) {
            case 301 -> RedirectAction.RedirectResponseCode.MOVED_PERMANENTLY;
            case 303 -> RedirectAction.RedirectResponseCode.SEE_OTHER;
            case 307 -> RedirectAction.RedirectResponseCode.TEMPORARY_REDIRECT;
            case 308 -> RedirectAction.RedirectResponseCode.PERMANENT_REDIRECT;
            default -> RedirectAction.RedirectResponseCode.FOUND;
        };
    }

    /** As a substitution on the path without its query: Envoy's own prefix rewrite joins {@code /a/b} to {@code /}{@code /b} when {@code /a} becomes {@code /}. */
    private static @Nullable RegexMatchAndSubstitute path(@Nullable PathChange change, PathMatch match) {
        return switch (change) {
            case null -> null;
            case PathChange.Full(String path) -> substitute("^.*$", path);
            case PathChange.Prefix(String replacement) ->
                match instanceof PathMatch.Prefix prefix
                        ? prefix(RouteMatches.elements(prefix), replacement)
                        : substitute("^.*$", replacement);
        };
    }

    /** {@code ^/a(/|$)} becomes {@code /b/}, or {@code /b} at the path's end. */
    private static RegexMatchAndSubstitute prefix(String matched, String replacement) {
        String base = replacement.endsWith("/") ? replacement.substring(0, replacement.length() - 1) : replacement;
        return base.isEmpty()
                ? substitute("^" + quote(matched) + "/*", "/")
                : substitute(
                        "^" + quote(matched) + (matched.isEmpty() ? "/" : ""), matched.isEmpty() ? base + "/" : base);
    }

    private static RegexMatchAndSubstitute substitute(String pattern, String substitution) {
        return RegexMatchAndSubstitute.newBuilder()
                .setPattern(RouteMatches.regex(pattern))
                .setSubstitution(substitution.replace("\\", "\\\\"))
                .build();
    }

    /** RE2 takes a backslash before any punctuation of ASCII as that character, and before nothing else. */
    static String quote(String literal) {
        return literal.replaceAll("([\\p{Punct}&&[^_/\\-]])", "\\\\$1");
    }
}
