package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPHeader;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPHeaderFilter;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteFilter;
import io.modeenvoy.ir.Cors;
import io.modeenvoy.ir.HeaderChanges;
import io.modeenvoy.ir.HttpAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a route's rule or backend, understood.
 *
 * @param mirrors in their written order
 * @param sound false if one of them is not: the calls they stand on answer 500, as the Gateway API asks
 */
record HttpFilters(
        HeaderChanges request,
        HeaderChanges response,
        HttpAction.@Nullable Redirect redirect,
        HttpAction.@Nullable Rewrite rewrite,
        @Nullable Cors cors,
        List<HttpMirrors.Wanted> mirrors,
        boolean sound) {
    private static final String ON_RULES =
            "RequestHeaderModifier, ResponseHeaderModifier, RequestMirror, RequestRedirect, URLRewrite or CORS";
    private static final String ON_BACKENDS = "RequestHeaderModifier or ResponseHeaderModifier";

    HttpFilters {
        mirrors = List.copyOf(mirrors);
    }

    /** Filters of a rule. */
    static HttpFilters ofRule(List<HTTPRouteFilter> filters, boolean prefixMatch, Reporter reporter, String field) {
        Reading reading = new Reading(reporter);
        for (int i = 0; i < filters.size(); i++) {
            reading.onRule(filters.get(i), prefixMatch, field + ".filters[" + i + "]");
        }
        if (reading.redirect != null && reading.rewrite != null) {
            reporter.refused(
                    field + ".filters",
                    Reasons.INCOMPATIBLE_FILTERS,
                    "RequestRedirect and URLRewrite (expected: one of them)");
            reading.sound = false;
        }
        return reading.read();
    }

    /** Filters of a backend. */
    static HttpFilters ofBackend(List<HTTPRouteFilter> filters, Reporter reporter, String field) {
        Reading reading = new Reading(reporter);
        for (int i = 0; i < filters.size(); i++) {
            reading.headers(filters.get(i), ON_BACKENDS, field + ".filters[" + i + "]");
        }
        return reading.read();
    }

    /** What was read so far. */
    private static final class Reading {
        private final Reporter reporter;
        private final List<HttpMirrors.Wanted> mirrors = new ArrayList<>();
        private HeaderChanges request = HeaderChanges.NONE;
        private HeaderChanges response = HeaderChanges.NONE;
        private HttpAction.@Nullable Redirect redirect;
        private HttpAction.@Nullable Rewrite rewrite;
        private @Nullable Cors cors;
        private boolean sound = true;

        private Reading(Reporter reporter) {
            this.reporter = reporter;
        }

        private HttpFilters read() {
            return new HttpFilters(request, response, redirect, rewrite, cors, mirrors, sound);
        }

        private void onRule(HTTPRouteFilter filter, boolean prefixMatch, String at) {
            switch (String.valueOf(filter.getType())) {
                case "RequestRedirect" -> {
                    redirect = HttpPaths.redirect(filter.getRequestRedirect(), prefixMatch, reporter, at);
                    sound &= redirect != null;
                }
                case "URLRewrite" -> {
                    rewrite = HttpPaths.rewrite(filter.getUrlRewrite(), prefixMatch, reporter, at);
                    sound &= rewrite != null;
                }
                case "CORS" -> {
                    cors = HttpCors.of(filter.getCors(), reporter, at);
                    sound &= cors != null;
                }
                case "RequestMirror" -> mirror(HttpMirrors.of(filter.getRequestMirror(), reporter, at));
                default -> headers(filter, ON_RULES, at);
            }
        }

        private void mirror(HttpMirrors.@Nullable Wanted mirror) {
            if (mirror == null) {
                sound = false;
            } else {
                mirrors.add(mirror);
            }
        }

        private void headers(HTTPRouteFilter filter, String expected, String field) {
            switch (String.valueOf(filter.getType())) {
                case "RequestHeaderModifier" ->
                    changes(filter.getRequestHeaderModifier(), reporter, field + ".requestHeaderModifier")
                            .ifPresentOrElse(changes -> request = changes, () -> sound = false);
                case "ResponseHeaderModifier" ->
                    changes(filter.getResponseHeaderModifier(), reporter, field + ".responseHeaderModifier")
                            .ifPresentOrElse(changes -> response = changes, () -> sound = false);
                case "ExtensionRef" -> {
                    reporter.unresolved(
                            field + ".extensionRef",
                            Reasons.INVALID_KIND,
                            extension(filter) + " (expected: no filter of another kind; " + expected + ")");
                    sound = false;
                }
                default -> {
                    reporter.refused(
                            field + ".type",
                            Reasons.UNSUPPORTED_VALUE,
                            filter.getType() + " (expected: " + expected + ")");
                    sound = false;
                }
            }
        }

        private static String extension(HTTPRouteFilter filter) {
            return filter.getExtensionRef() == null
                    ? "absent"
                    : filter.getExtensionRef().getKind() + " "
                            + filter.getExtensionRef().getName();
        }
    }

    private static Optional<HeaderChanges> changes(@Nullable HTTPHeaderFilter filter, Reporter reporter, String field) {
        if (filter == null) {
            reporter.refused(field, Reasons.UNSUPPORTED_VALUE, "absent (expected: the headers to change)");
            return Optional.empty();
        }
        List<HeaderChanges.Header> set = new ArrayList<>();
        List<HeaderChanges.Header> add = new ArrayList<>();
        List<String> remove = new ArrayList<>();
        boolean sound = headers(filter.getSet(), set, reporter, field + ".set");
        sound &= headers(filter.getAdd(), add, reporter, field + ".add");
        for (int i = 0; i < filter.getRemove().size(); i++) {
            sound &= isChangeable(filter.getRemove().get(i), reporter, field + ".remove[" + i + "]");
            remove.add(filter.getRemove().get(i).toLowerCase(Locale.ROOT));
        }
        return sound ? Optional.of(new HeaderChanges(set, add, remove)) : Optional.empty();
    }

    private static boolean headers(
            List<HTTPHeader> written, List<HeaderChanges.Header> headers, Reporter reporter, String field) {
        boolean sound = true;
        for (int i = 0; i < written.size(); i++) {
            HTTPHeader header = written.get(i);
            String name = String.valueOf(header.getName());
            String value = header.getValue() == null ? "" : header.getValue();
            sound &= isChangeable(name, reporter, field + "[" + i + "].name");
            sound &= isValue(value, reporter, field + "[" + i + "].value");
            headers.add(new HeaderChanges.Header(name.toLowerCase(Locale.ROOT), value));
        }
        return sound;
    }

    private static boolean isValue(String value, Reporter reporter, String field) {
        boolean sound = HttpText.isValue(value);
        if (!sound) {
            reporter.refused(
                    field, Reasons.UNSUPPORTED_VALUE, HttpText.shown(value) + " (expected: " + HttpText.VALUE + ")");
        }
        return sound;
    }

    /** Envoy rejects a whole route table for a change of these. */
    private static boolean isChangeable(String name, Reporter reporter, String field) {
        boolean changeable = HttpText.isToken(name) && !name.equalsIgnoreCase("host");
        if (!changeable) {
            reporter.refused(
                    field,
                    Reasons.UNSUPPORTED_VALUE,
                    HttpText.shown(name)
                            + " (expected: the name of a header other than host; URLRewrite changes the host)");
        }
        return changeable;
    }
}
