package io.modeenvoy.cli;

/** Texts of others on a terminal: whatever would move its cursor, end a line or turn the writing is shown as its code point, and what is endless is cut. */
final class Printable {
    private static final int LONGEST = 1_000;

    private Printable() {}

    static String of(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(point -> append(printable, point));
        return text.codePointCount(0, text.length()) > LONGEST
                ? printable.append('…').toString()
                : printable.toString();
    }

    private static void append(StringBuilder printable, int point) {
        switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                printable.append("\\u{").append(Integer.toHexString(point)).append('}');
            default -> printable.appendCodePoint(point);
        }
    }
}
