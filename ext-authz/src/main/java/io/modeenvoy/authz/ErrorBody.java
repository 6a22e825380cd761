package io.modeenvoy.authz;

import io.modeenvoy.access.Denial;

/** The body of a denial: {@code {"error":{"message","type","code"}}}. */
final class ErrorBody {
    private ErrorBody() {}

    static String json(Denial denial) {
        StringBuilder json = new StringBuilder(256);
        json.append("{\"error\":{\"message\":");
        quote(json, denial.message());
        json.append(",\"type\":");
        quote(json, denial.type());
        json.append(",\"code\":");
        quote(json, denial.code());
        return json.append("}}\n").toString();
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
