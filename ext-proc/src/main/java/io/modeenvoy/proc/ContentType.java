package io.modeenvoy.proc;

import java.util.Locale;

/** The {@code content-type} of a request. */
final class ContentType {
    /** What a provider is told, whatever the client wrote: it is how the body was read here. */
    static final String JSON = "application/json";

    private ContentType() {}

    /** Whether it says JSON in UTF-8, or nothing. A body that says otherwise may be read as another text than was judged. */
    static boolean isJson(String value) {
        String[] parts = value.toLowerCase(Locale.ROOT).split(";", -1);
        String type = parts[0].strip();
        boolean json = type.equals(JSON) || (type.startsWith("application/") && type.endsWith("+json"));
        for (int i = 1; i < parts.length; i++) {
            json &= isUtf8(parts[i]);
        }
        return json || value.isEmpty();
    }

    /** Whether a parameter is no charset, or UTF-8. */
    private static boolean isUtf8(String parameter) {
        int equals = parameter.indexOf('=');
        if (equals < 0 || !parameter.substring(0, equals).strip().equals("charset")) {
            return !parameter.contains("charset");
        }
        String charset = parameter.substring(equals + 1).replace("\"", "").strip();
        return charset.equals("utf-8") || charset.equals("utf8");
    }
}
