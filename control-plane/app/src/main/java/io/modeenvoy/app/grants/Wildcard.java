package io.modeenvoy.app.grants;

/** A text in which each {@code *} stands for any characters, also none; everything else stands for itself. */
public record Wildcard(String text) {
    /** Whether the whole of {@code value} is such a text. Takes time in proportion to it, whatever a client may send. */
    boolean matches(String value) {
        String[] parts = text.split("\\*", -1);
        String last = parts[parts.length - 1];
        if (parts.length == 1) {
            return value.equals(text);
        } else if (!value.startsWith(parts[0])) {
            return false;
        }
        int from = parts[0].length();
        for (int i = 1; i < parts.length - 1; i++) {
            int at = value.indexOf(parts[i], from);
            if (at < 0) {
                return false;
            }
            from = at + parts[i].length();
        }
        return value.length() - from >= last.length() && value.endsWith(last);
    }

    @Override
    public String toString() {
        return text;
    }
}
