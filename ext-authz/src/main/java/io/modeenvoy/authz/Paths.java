package io.modeenvoy.authz;

import java.util.List;
import java.util.Locale;

/**
 * Finds paths that Envoy and an upstream may read differently. Envoy normalises before routing; what still looks ambiguous here got through, and a
 * decision for one reading must not open another.
 */
final class Paths {
    /** Encoded slash, backslash, dot and zero byte, also encoded twice. */
    private static final List<String> ENCODED = List.of("%2f", "%5c", "%2e", "%00", "%252f", "%255c", "%252e", "%2500");

    private Paths() {}

    /** Whether {@code pathAndQuery} could mean another path to somebody else. */
    static boolean ambiguous(String pathAndQuery) {
        String path = path(pathAndQuery);
        return !path.startsWith("/")
                || path.contains("//")
                || path.chars().anyMatch(c -> c <= ' ' || c == '\\' || c == 127)
                || hidden(path)
                || dotted(path);
    }

    private static String path(String pathAndQuery) {
        int query = pathAndQuery.indexOf('?');
        return query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
    }

    private static boolean hidden(String path) {
        if (path.indexOf('%') < 0) {
            return false;
        }
        String lower = path.toLowerCase(Locale.ROOT);
        return ENCODED.stream().anyMatch(lower::contains);
    }

    /** A segment {@code .} or {@code ..}, also with parameters: {@code ..;x=y}. */
    private static boolean dotted(String path) {
        int start = path.indexOf("/.");
        while (start >= 0) {
            int end = start + 1;
            while (end < path.length() && path.charAt(end) == '.') {
                end++;
            }
            boolean wholeSegment = end == path.length() || path.charAt(end) == '/' || path.charAt(end) == ';';
            if (wholeSegment && end - start <= 3) {
                return true;
            }
            start = path.indexOf("/.", end);
        }
        return false;
    }
}
