package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPCORSFilter;
import io.modeenvoy.crd.AIRouteSpec;
import io.modeenvoy.ir.Cors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an HTTPRoute's CORS filter, or an AIRoute, lets browsers do. */
final class HttpCors {
    private static final Pattern ORIGIN =
            Pattern.compile("(https?)://(\\*|(?:\\*\\.)?[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?)(?::([0-9]{1,5}))?");
    private static final int MAX_AGE = 5;
    private static final String ALL = "*";

    private HttpCors() {}

    /** Null if it is wrong, which is reported. */
    static @Nullable Cors of(@Nullable HTTPCORSFilter filter, Reporter reporter, String field) {
        String at = field + ".cors";
        if (filter == null) {
            reporter.refused(at, Reasons.UNSUPPORTED_VALUE, "absent (expected: what browsers may do)");
            return null;
        }
        List<Cors.Origin> origins = new ArrayList<>();
        for (int i = 0; i < filter.getAllowOrigins().size(); i++) {
            Cors.Origin origin = origin(filter.getAllowOrigins().get(i), reporter, at + ".allowOrigins[" + i + "]");
            if (origin == null) {
                return null;
            }
            origins.add(origin);
        }
        boolean words = areWords(filter.getAllowMethods(), reporter, at + ".allowMethods");
        words &= areWords(filter.getAllowHeaders(), reporter, at + ".allowHeaders");
        words &= areWords(filter.getExposeHeaders(), reporter, at + ".exposeHeaders");
        if (!words) {
            return null;
        }
        int maxAge = filter.getMaxAge() == null ? MAX_AGE : filter.getMaxAge();
        if (maxAge < 0) {
            reporter.refused(at + ".maxAge", Reasons.UNSUPPORTED_VALUE, maxAge + " (expected: seconds from 0)");
            return null;
        }
        return new Cors(
                origins,
                Boolean.TRUE.equals(filter.getAllowCredentials()),
                orAll(filter.getAllowMethods()),
                orAll(filter.getAllowHeaders()),
                orAll(filter.getExposeHeaders()),
                Duration.ofSeconds(maxAge));
    }

    /** Of an AIRoute; null if it says nothing, or something wrong, which is reported. A model API is called by GET and POST, with headers that clients think of themselves. */
    static @Nullable Cors of(AIRouteSpec.@Nullable Cors written, Reporter reporter) {
        if (written == null) {
            return null;
        }
        HTTPCORSFilter filter = new HTTPCORSFilter();
        filter.setAllowOrigins(written.allowOrigins());
        filter.setAllowCredentials(written.allowCredentials());
        filter.setAllowMethods(orElse(written.allowMethods(), List.of("GET", "POST")));
        filter.setAllowHeaders(orElse(written.allowHeaders(), List.of(ALL)));
        filter.setExposeHeaders(orElse(written.exposeHeaders(), List.of(ALL)));
        filter.setMaxAge(written.maxAge());
        return of(filter, reporter, "spec");
    }

    private static List<String> orElse(List<String> written, List<String> absent) {
        return written.isEmpty() ? absent : written;
    }

    private static boolean areWords(List<String> written, Reporter reporter, String field) {
        boolean words = true;
        for (int i = 0; i < written.size(); i++) {
            String word = String.valueOf(written.get(i));
            if (!HttpText.isToken(word)) {
                words = false;
                reporter.refused(
                        field + "[" + i + "]",
                        Reasons.UNSUPPORTED_VALUE,
                        word + " (expected: a method, the name of a header, or *)");
            }
        }
        return words;
    }

    /** What stands beside a wildcard says nothing more. */
    private static List<String> orAll(List<String> written) {
        return written.contains(ALL) ? List.of(ALL) : written;
    }

    private static Cors.@Nullable Origin origin(String written, Reporter reporter, String field) {
        if (written.equals(ALL)) {
            return new Cors.Origin.Any();
        }
        Matcher parts = ORIGIN.matcher(written);
        if (!parts.matches()) {
            reporter.refused(
                    field,
                    Reasons.UNSUPPORTED_VALUE,
                    written + " (expected: an origin, for example https://www.example.com or https://*.example.com)");
            return null;
        }
        String scheme = parts.group(1);
        String host = parts.group(2);
        String port = port(scheme, parts.group(3));
        return host.startsWith(ALL)
                ? new Cors.Origin.HostSuffix(scheme, host.substring(1), port)
                : new Cors.Origin.Exact(scheme + "://" + host + port);
    }

    /** Browsers leave the port out that the scheme has anyway. */
    private static String port(String scheme, @Nullable String written) {
        boolean usual = written == null || written.equals(scheme.equals("https") ? "443" : "80");
        return usual ? "" : ":" + written;
    }
}
