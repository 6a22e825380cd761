package io.modeenvoy.translator;

import java.util.Locale;
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

    /** For messages: control characters by their numbers. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            shown.append(Character.isISOControl(each) ? String.format(Locale.ROOT, "\\u%04x", (int) each) : each);
        }
        return shown.toString();
    }

    /** The value of a header, or a part of a URL. */
    static boolean isValue(String text) {
        return text.chars().noneMatch(each -> Character.isISOControl(each) && each != '\t');
    }
}
