package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPHeader;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPHeaderFilter;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteFilter;
import io.modeenvoy.ir.HeaderChanges;
import io.modeenvoy.ir.HttpAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The filters of an HTTPRoute's rule or backend, understood.
 *
 * @param sound false if one of them is not: the calls they stand on answer 500, as the Gateway API asks
 */
record HttpFilters(
        HeaderChanges request,
        HeaderChanges response,
        HttpAction.@Nullable Redirect redirect,
        HttpAction.@Nullable Rewrite rewrite,
        boolean sound) {
    private static final HttpFilters NONE = new HttpFilters(HeaderChanges.NONE, HeaderChanges.NONE, null, null, true);
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final String ON_RULES =
            "RequestHeaderModifier, ResponseHeaderModifier, RequestRedirect or URLRewrite";
    private static final String ON_BACKENDS = "RequestHeaderModifier or ResponseHeaderModifier";

    /** Filters of a rule. */
    static HttpFilters ofRule(List<HTTPRouteFilter> filters, boolean prefixMatch, Reporter reporter, String field) {
        HttpFilters all = NONE;
        for (int i = 0; i < filters.size(); i++) {
            String at = field + ".filters[" + i + "]";
            HTTPRouteFilter filter = filters.get(i);
            all = switch (String.valueOf(filter.getType())) {
                case "RequestRedirect" ->
                    all.with(HttpPaths.redirect(filter.getRequestRedirect(), prefixMatch, reporter, at));
                case "URLRewrite" ->
                    all.withRewrite(HttpPaths.rewrite(filter.getUrlRewrite(), prefixMatch, reporter, at));
                default -> all.headers(filter, ON_RULES, reporter, at);
            };
        }
        if (all.redirect() != null && all.rewrite() != null) {
            reporter.refused(
                    field + ".filters",
                    Reasons.UNSUPPORTED_VALUE,
                    "RequestRedirect and URLRewrite (expected: one of them)");
            return all.unsound();
        }
        return all;
    }

    /** Filters of a backend. */
    static HttpFilters ofBackend(List<HTTPRouteFilter> filters, Reporter reporter, String field) {
        HttpFilters all = NONE;
        for (int i = 0; i < filters.size(); i++) {
            all = all.headers(filters.get(i), ON_BACKENDS, reporter, field + ".filters[" + i + "]");
        }
        return all;
    }

    private HttpFilters headers(HTTPRouteFilter filter, String expected, Reporter reporter, String field) {
        return switch (String.valueOf(filter.getType())) {
            case "RequestHeaderModifier" ->
                changes(filter.getRequestHeaderModifier(), reporter, field + ".requestHeaderModifier")
                        .map(changes -> new HttpFilters(changes, response, redirect, rewrite, sound))
                        .orElse(unsound());
            case "ResponseHeaderModifier" ->
                changes(filter.getResponseHeaderModifier(), reporter, field + ".responseHeaderModifier")
                        .map(changes -> new HttpFilters(request, changes, redirect, rewrite, sound))
                        .orElse(unsound());
            default -> {
                reporter.refused(
                        field + ".type", Reasons.UNSUPPORTED_VALUE, filter.getType() + " (expected: " + expected + ")");
                yield unsound();
            }
        };
    }

    private HttpFilters with(HttpAction.@Nullable Redirect found) {
        return found == null ? unsound() : new HttpFilters(request, response, found, rewrite, sound);
    }

    private HttpFilters withRewrite(HttpAction.@Nullable Rewrite found) {
        return found == null ? unsound() : new HttpFilters(request, response, redirect, found, sound);
    }

    private HttpFilters unsound() {
        return new HttpFilters(request, response, redirect, rewrite, false);
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
            sound &= isChangeable(name, reporter, field + "[" + i + "].name");
            headers.add(new HeaderChanges.Header(
                    name.toLowerCase(Locale.ROOT), header.getValue() == null ? "" : header.getValue()));
        }
        return sound;
    }

    /** Envoy rejects a whole route table for a change of these. */
    private static boolean isChangeable(String name, Reporter reporter, String field) {
        boolean changeable = HEADER_NAME.matcher(name).matches() && !name.equalsIgnoreCase("host");
        if (!changeable) {
            reporter.refused(
                    field,
                    Reasons.UNSUPPORTED_VALUE,
                    name + " (expected: the name of a header other than host; URLRewrite changes the host)");
        }
        return changeable;
    }
}
