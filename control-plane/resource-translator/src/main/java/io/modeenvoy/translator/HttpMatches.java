package io.modeenvoy.translator;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPHeaderMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPPathMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPQueryParamMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteMatch;
import io.modeenvoy.ir.RequestMatch;
import io.modeenvoy.ir.RequestMatch.PathMatch;
import io.modeenvoy.ir.RequestMatch.ValueMatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The matches of a rule.
 *
 * @param pathField where the path is written
 */
record HttpMatches(Reporter reporter, String pathField) {
    private static final PathMatch EVERY_PATH = new PathMatch.Prefix("/");
    /** Instructions of RE2/J; Envoy's RE2 needs up to about ten times as many, and has room for hundred thousands. */
    private static final int LARGEST_REGEX = 5_000;

    private static final int LONGEST_PARAM = 1024;
    private static final String EXACT = "Exact";
    private static final String REGEX = "RegularExpression";

    /** Empty if a part of it is wrong, which is reported: a match with a part left out would match too much. */
    Optional<RequestMatch> of(HTTPRouteMatch match, String field) {
        Optional<PathMatch> path = path(match.getPath(), field + "." + pathField);
        List<ValueMatch> headers = new ArrayList<>();
        List<ValueMatch> params = new ArrayList<>();
        boolean sound = path.isPresent();
        for (int i = 0; i < match.getHeaders().size(); i++) {
            HTTPHeaderMatch header = match.getHeaders().get(i);
            String name = header.getName() == null ? "" : header.getName().toLowerCase(Locale.ROOT);
            String at = field + ".headers[" + i + "]";
            sound &= isName(name, HttpText.isToken(name), "the name of a header", at);
            sound &= add(headers, name, header.getType(), header.getValue(), at);
        }
        for (int i = 0; i < match.getQueryParams().size(); i++) {
            HTTPQueryParamMatch param = match.getQueryParams().get(i);
            String name = param.getName() == null ? "" : param.getName();
            String at = field + ".queryParams[" + i + "]";
            boolean good = HttpText.isValue(name) && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PARAM;
            sound &= isName(name, good, "the name of a parameter, at most " + LONGEST_PARAM + " bytes", at);
            sound &= add(params, name, param.getType(), param.getValue(), at);
        }
        return sound
                ? path.map(found -> new RequestMatch(found, match.getMethod(), headers, params))
                : Optional.empty();
    }

    private Optional<PathMatch> path(@Nullable HTTPPathMatch path, String field) {
        if (path == null) {
            return Optional.of(EVERY_PATH);
        }
        String value = path.getValue() == null ? "/" : path.getValue();
        return switch (path.getType() == null ? "PathPrefix" : path.getType()) {
            case EXACT -> absolute(value, field).map(PathMatch.Exact::new);
            case "PathPrefix" -> absolute(value, field).map(HttpMatches::prefix);
            case REGEX -> isRegex(value, field) ? Optional.of(new PathMatch.Regex(value)) : Optional.empty();
            default -> {
                refuseType(path.getType(), "Exact, PathPrefix or RegularExpression", field);
                yield Optional.empty();
            }
        };
    }

    private Optional<String> absolute(String value, String field) {
        if (!value.startsWith("/") || value.contains("?") || value.contains("#")) {
            reporter.refused(
                    field + ".value",
                    Reasons.UNSUPPORTED_VALUE,
                    value + " (expected: a path that starts with /, without ? and #)");
            return Optional.empty();
        }
        return Optional.of(value);
    }

    /** A final slash says nothing in a prefix of path elements. */
    private static PathMatch prefix(String value) {
        String prefix = value;
        while (prefix.length() > 1 && prefix.endsWith("/")) {
            prefix = prefix.substring(0, prefix.length() - 1);
        }
        return new PathMatch.Prefix(prefix);
    }

    /** Of two conditions on one name the first counts, as the Gateway API says. */
    private boolean add(
            List<ValueMatch> matches, String name, @Nullable String type, @Nullable String value, String field) {
        if (name.isEmpty() || value == null) {
            reporter.refused(field, Reasons.UNSUPPORTED_VALUE, "incomplete (expected: name and value)");
            return false;
        }
        if (type != null && !type.equals(EXACT) && !type.equals(REGEX)) {
            refuseType(type, "Exact or RegularExpression", field);
            return false;
        }
        boolean regex = REGEX.equals(type);
        if (regex && !isRegex(value, field)) {
            return false;
        }
        if (matches.stream().noneMatch(other -> other.name().equals(name))) {
            matches.add(new ValueMatch(name, value, regex));
        }
        return true;
    }

    private void refuseType(String type, String expected, String field) {
        reporter.refused(field + ".type", Reasons.UNSUPPORTED_VALUE, type + " (expected: " + expected + ")");
    }

    /** An absent name is told with its value. */
    private boolean isName(String name, boolean good, String expected, String field) {
        if (!good && !name.isEmpty()) {
            reporter.refused(
                    field + ".name", Reasons.UNSUPPORTED_VALUE, HttpText.shown(name) + " (expected: " + expected + ")");
        }
        return good;
    }

    private boolean isRegex(String value, String field) {
        try {
            int size = value.isEmpty() ? 0 : Pattern.compile(value).programSize();
            if (size == 0 || size > LARGEST_REGEX) {
                String found = size == 0 ? "empty" : value + ", " + size + " instructions";
                reporter.refused(
                        field + ".value",
                        Reasons.UNSUPPORTED_VALUE,
                        found + " (expected: a regular expression of 1.." + LARGEST_REGEX
                                + " instructions; fewer and smaller repetitions make it smaller)");
                return false;
            }
            return true;
        } catch (PatternSyntaxException e) {
            reporter.refused(
                    field + ".value",
                    Reasons.UNSUPPORTED_VALUE,
                    value + " (expected: a regular expression of RE2; " + e.getDescription() + ")");
            return false;
        }
    }
}
