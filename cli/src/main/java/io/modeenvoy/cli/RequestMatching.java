package io.modeenvoy.cli;

import com.google.re2j.Pattern;
import io.modeenvoy.ir.RequestMatch;
import io.modeenvoy.ir.RequestMatch.PathMatch;
import io.modeenvoy.ir.RequestMatch.ValueMatch;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides matches as Envoy would, for explanations. */
final class RequestMatching {
    private RequestMatching() {}

    static boolean matches(RequestMatch match, CallToExplain call) {
        return path(match.path(), call.pathOnly())
                && (match.method() == null || match.method().equals(call.method()))
                && match.headers().stream()
                        .allMatch(header ->
                                value(header, call.headers().get(header.name().toLowerCase(Locale.ROOT))))
                && match.queryParams().stream().allMatch(parameter -> value(parameter, call.query(parameter.name())));
    }

    private static boolean path(PathMatch match, String path) {
        return switch (match) {
            case PathMatch.Exact(var value) -> path.equals(value);
            case PathMatch.Prefix(var value) ->
                value.equals("/") || path.equals(value) || path.startsWith(value.endsWith("/") ? value : value + "/");
            case PathMatch.Regex(var value) -> Pattern.matches(value, path);
        };
    }

    private static boolean value(ValueMatch match, @Nullable String value) {
        return value != null
                && (match.regex()
                        ? Pattern.matches(match.value(), value)
                        : match.value().equals(value));
    }

    /** The conditions in words. */
    static String text(RequestMatch match) {
        String path = switch (match.path()) {
            case PathMatch.Exact(var value) -> "path is " + value;
            case PathMatch.Prefix(var value) -> "path starts with " + value;
            case PathMatch.Regex(var value) -> "path matches " + value;
        };
        StringBuilder text = new StringBuilder(path);
        if (match.method() != null) {
            text.append(", method is ").append(match.method());
        }
        match.headers()
                .forEach(header -> text.append(", header ")
                        .append(header.name())
                        .append(" is ")
                        .append(header.value()));
        match.queryParams()
                .forEach(query -> text.append(", query ")
                        .append(query.name())
                        .append(" is ")
                        .append(query.value()));
        return text.toString();
    }
}
