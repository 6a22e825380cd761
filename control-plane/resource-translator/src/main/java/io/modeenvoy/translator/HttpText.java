package io.modeenvoy.translator;

import java.util.regex.Pattern;

/** What may stand in a message of HTTP: Envoy rejects a whole route table for one value that may not. */
final class HttpText {
    static final String VALUE = "text without control characters";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private HttpText() {}

    /** The name of a header, a method. */
    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    /** The value of a header, or a part of a URL. */
    static boolean isValue(String text) {
        return text.chars().noneMatch(each -> Character.isISOControl(each) && each != '\t');
    }
}
