package io.modeenvoy.translator;

import io.modeenvoy.ir.RequestMatch;
import io.modeenvoy.ir.RequestMatch.PathMatch;
import io.modeenvoy.ir.RequestMatch.ValueMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether one call can meet two conditions. In doubt it can: of a regular expression only the plain text it begins with is looked at. */
final class Overlap {
    private static final String SPECIAL = "\\.[](){}*+?^$|";
    private static final String REPEATED = "*+?{";

    private Overlap() {}

    static boolean of(RequestMatch one, RequestMatch other) {
        boolean methods =
                one.method() == null || other.method() == null || one.method().equals(other.method());
        return methods
                && of(one.headers(), other.headers())
                && of(one.queryParams(), other.queryParams())
                && of(one.path(), other.path());
    }

    /** Whether every call that can meet {@code inner} can meet {@code outer}; in doubt not. */
    static boolean isWithin(RequestMatch inner, RequestMatch outer) {
        boolean methods = outer.method() == null || outer.method().equals(inner.method());
        boolean plain = outer.path() instanceof PathMatch.Prefix && !(inner.path() instanceof PathMatch.Regex);
        boolean paths = plain
                ? covers(element(outer.path()), element(inner.path()))
                : outer.path().equals(inner.path());
        return methods
                && paths
                && inner.headers().containsAll(outer.headers())
                && inner.queryParams().containsAll(outer.queryParams());
    }

    /** Of model patterns: names, prefixes that end in a star, or a star. */
    static boolean ofModels(String one, String other) {
        boolean open = one.endsWith("*");
        boolean otherOpen = other.endsWith("*");
        String text = open ? one.substring(0, one.length() - 1) : one;
        String otherText = otherOpen ? other.substring(0, other.length() - 1) : other;
        return (open && otherText.startsWith(text)) || (otherOpen && text.startsWith(otherText)) || one.equals(other);
    }

    /** Of exact values by header. */
    static boolean of(Map<String, String> one, Map<String, String> other) {
        return one.entrySet().stream()
                .allMatch(each ->
                        other.getOrDefault(each.getKey(), each.getValue()).equals(each.getValue()));
    }

    private static boolean of(List<ValueMatch> one, List<ValueMatch> other) {
        return one.stream()
                .noneMatch(mine -> other.stream()
                        .anyMatch(theirs -> mine.name().equals(theirs.name())
                                && !mine.regex()
                                && !theirs.regex()
                                && !mine.value().equals(theirs.value())));
    }

    private static boolean of(PathMatch one, PathMatch other) {
        if (one instanceof PathMatch.Regex || other instanceof PathMatch.Regex) {
            String text = plain(one);
            String otherText = plain(other);
            return text.startsWith(otherText) || otherText.startsWith(text);
        }
        return one.value().equals(other.value())
                || (one instanceof PathMatch.Prefix && covers(element(one), other.value()))
                || (other instanceof PathMatch.Prefix && covers(element(other), one.value()));
    }

    /** Whether a path is within a prefix of whole elements. */
    private static boolean covers(String prefix, String path) {
        return prefix.equals("/")
                || path.equals(prefix)
                || (path.startsWith(prefix) && path.charAt(prefix.length()) == '/');
    }

    /** A path and every prefix of whole elements that it is within. */
    static List<String> around(String path) {
        List<String> around = new ArrayList<>(List.of(path));
        String rest = path;
        for (int slash = rest.lastIndexOf('/'); slash > 0; slash = rest.lastIndexOf('/')) {
            rest = rest.substring(0, slash);
            around.add(rest);
        }
        around.add("/");
        return around;
    }

    /** As it stands in {@link #around}: a final slash says nothing in a prefix of whole elements. */
    static String element(PathMatch path) {
        String value = path.value();
        boolean slash = path instanceof PathMatch.Prefix && value.length() > 1 && value.endsWith("/");
        return slash ? value.substring(0, value.length() - 1) : value;
    }

    private static String plain(PathMatch path) {
        String value = path.value();
        if (!(path instanceof PathMatch.Regex)) {
            return element(path);
        }
        int end = 0;
        while (end < value.length() && SPECIAL.indexOf(value.charAt(end)) < 0) {
            end++;
        }
        boolean repeated = end < value.length() && REPEATED.indexOf(value.charAt(end)) >= 0;
        return value.contains("|")
                ? ""
                : value.substring(0, repeated && end > 0 ? value.offsetByCodePoints(end, -1) : end);
    }
}
