package io.modeenvoy.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** What was likely meant. */
final class Suggestion {
    private Suggestion() {}

    /** {@code "; did you mean X?"} for the nearest of the words, or nothing if none is near. */
    static String meant(String written, Collection<String> words) {
        int near = Math.max(1, written.length() / 3);
        return words.stream()
                .filter(word -> distance(written, word) <= near)
                .min(Comparator.comparingInt((String word) -> distance(written, word))
                        .thenComparing(Comparator.naturalOrder()))
                .map(word -> "did you mean " + word + "?")
                .orElse("");
    }

    /** Insertions, deletions, changes and swaps of neighbours; case does not count. */
    static int distance(String a, String b) {
        String left = a.toLowerCase(Locale.ROOT);
        String right = b.toLowerCase(Locale.ROOT);
        int[][] cost = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, left, right, i, j);
            }
        }
        return cost[left.length()][right.length()];
    }

    private static int step(int[][] cost, String a, String b, int i, int j) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
