package io.modeenvoy.translator;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** What a mistyped word was likely meant to be. */
final class Suggestion {
    private Suggestion() {}

    /** {@code ; did you mean anthropic?}, or nothing when no candidate is near. */
    static String of(String written, Collection<String> candidates) {
        String word = written.toLowerCase(Locale.ROOT);
        int limit = Math.max(1, word.length() / 3);
        return candidates.stream()
                .filter(candidate -> distance(word, candidate.toLowerCase(Locale.ROOT)) <= limit)
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .map(candidate -> "; did you mean " + candidate + "?")
                .orElse("");
    }

    /** Insertions, deletions and replacements of one character that lead from one to the other. */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
