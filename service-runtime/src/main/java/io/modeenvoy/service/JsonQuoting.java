package io.modeenvoy.service;

import java.util.Locale;

/** Texts as they stand in JSON, for bodies too small for a library. */
public final class JsonQuoting {
    private JsonQuoting() {}

    /** {@code text} with its quotes, escaped where JSON asks for it. */
    public static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
