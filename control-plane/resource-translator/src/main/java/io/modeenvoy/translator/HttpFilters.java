package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteFilter;
import io.modeenvoy.ir.Cors;
import io.modeenvoy.ir.HeaderChanges;
import io.modeenvoy.ir.HttpAction;
import java.util.ArrayList;
import java.util.List;
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
                    WrittenHeaders.ofRequests(reporter)
                            .of(filter.getRequestHeaderModifier(), field + ".requestHeaderModifier")
                            .ifPresentOrElse(changes -> request = changes, () -> sound = false);
                case "ResponseHeaderModifier" ->
                    WrittenHeaders.ofResponses(reporter)
                            .of(filter.getResponseHeaderModifier(), field + ".responseHeaderModifier")
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
}
