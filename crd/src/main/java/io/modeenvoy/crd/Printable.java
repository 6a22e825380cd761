package io.modeenvoy.crd;

import java.util.Locale;

/** Text of users in messages: it ends up in terminals, logs and conditions, and must neither forge a line there nor fill them. */
public final class Printable {
    private static final String GAP = " … ";

    private Printable() {}

    /** A message without what does not print, its middle left out where it is too long: a value stands at its start, what was expected at its end. */
    public static String of(String message) {
        return of(message, SizeLimit.MESSAGE);
    }

    /** The same within a limit of its own. */
    public static String of(String message, SizeLimit limit) {
        int room = limit.most();
        int half = room / 2;
        boolean cut = message.length() > 2 * room; // no work is done on what cannot be shown
        String ends = cut ? message.substring(0, room) + message.substring(message.length() - room) : message;
        int[] shown = shown(ends).codePoints().toArray();
        return !cut && shown.length <= room
                ? new String(shown, 0, shown.length)
                : new String(shown, 0, half - GAP.length()) + GAP + new String(shown, shown.length - half, half);
    }

    /** Characters that do not print, by their numbers. */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(each -> {
            if (prints(each)) {
                shown.appendCodePoint(each);
            } else {
                shown.append(String.format(Locale.ROOT, "\\u%04x", each));
            }
        });
        return shown.toString();
    }

    /** Not so control characters, line separators, what turns the direction of a line, half characters, and what means nothing yet. */
    private static boolean prints(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
