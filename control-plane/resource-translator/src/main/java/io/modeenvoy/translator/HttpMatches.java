package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPHeaderMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPPathMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPQueryParamMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteMatch;
import io.modeenvoy.crd.ReservedHeaders.Group;
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
 * The matches of an object's rules.
 *
 * @param regexes of the object
 * @param pathField where the path is written
 */
record HttpMatches(Reporter reporter, Regexes regexes, String pathField) {
    private static final PathMatch EVERY_PATH = new PathMatch.Prefix("/");
    private static final int LONGEST_PARAM = 1024;
    private static final String EXACT = "Exact";
    private static final String REGEX = "RegularExpression";

    HttpMatches(Reporter reporter, String pathField) {
        this(reporter, new Regexes(reporter), pathField);
    }

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
            boolean ours = Group.OURS.holds(
                    name); // none is left when a route is chosen: a match would only ever catch what we send ourselves
            sound &= isName(
                    name, HttpText.isToken(name) && !ours, ours ? Group.OURS.expected() : "the name of a header", at);
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
            case REGEX ->
                regexes.isSound(value, field + ".value") ? Optional.of(new PathMatch.Regex(value)) : Optional.empty();
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
        if (regex && !regexes.isSound(value, field + ".value")) {
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
            reporter.refused(field + ".name", Reasons.UNSUPPORTED_VALUE, name + " (expected: " + expected + ")");
        }
        return good;
    }
}
