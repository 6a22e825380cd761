package io.modeenvoy.file;

import io.modeenvoy.crd.Suggestion;
import java.util.Collection;

/** The words for a field that does not exist. */
final class Unknowns {
    private static final int LISTED = 12;

    private Unknowns() {}

    static String words(String name, Collection<String> known) {
        String meant = Suggestion.meant(name, known);
        if (!meant.isEmpty()) {
            return "unknown field (" + meant + ")";
        }
        return known.isEmpty() || known.size() > LISTED
                ? "unknown field"
                : "unknown field (expected: " + (known.size() == 1 ? "" : "one of ") + String.join(", ", known) + ")";
    }
}
