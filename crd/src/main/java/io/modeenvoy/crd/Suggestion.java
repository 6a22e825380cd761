package io.modeenvoy.crd;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What a mistyped word was likely meant to be; for the messages of everything that checks resources. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code ; did you mean anthropic?}, or nothing when no candidate is near: the end of a sentence. */
    public static String of(String written, Collection<String> candidates) {
        String meant = meant(written, candidates);
        return meant.isEmpty() ? "" : "; " + meant;
    }

    /** {@code did you mean anthropic?}, or nothing when no candidate is near. */
    public static String meant(String written, Collection<String> candidates) {
        return nearest(written, candidates)
                .map(name -> "did you mean " + name + "?")
                .orElse("");
    }

    /** The candidate that is nearest to what was written, where one is near. Case does not count. */
    public static Optional<String> nearest(String written, Collection<String> candidates) {
        if (SizeLimit.SUGGESTION.isExceededBy(written.length())) {
            return Optional.empty();
        }
        String word = written.toLowerCase(Locale.ROOT);
        int limit = Math.max(1, word.length() / 3);
        return candidates.stream()
                .limit(SizeLimit.SUGGESTED_NAMES.most())
                .filter(candidate -> Math.abs(candidate.length() - word.length()) <= limit)
                .map(candidate -> new Near(candidate, distance(word, candidate.toLowerCase(Locale.ROOT))))
                .filter(near -> near.distance() <= limit)
                .min(Comparator.comparingInt(Near::distance).thenComparing(Near::candidate))
                .map(Near::candidate);
    }

    private record Near(String candidate, int distance) {}

    /** Insertions, deletions, replacements of one character and swaps of two neighbours that lead from one to the other. */
    static int distance(String from, String to) {
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            last[j] = j;
        }
        int[] row = new int[to.length() + 1];
        for (int i = 1; i <= from.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
                if (isSwap(from, i, to, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[to.length()];
    }

    private static boolean isSwap(String from, int i, String to, int j) {
        return i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
    }
}
