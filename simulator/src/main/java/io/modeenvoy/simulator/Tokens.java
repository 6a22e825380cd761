package io.modeenvoy.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * The simulator's token rule: a run of letters, digits or {@code _} is one token, any other visible character is one token.
 * White space belongs to the token after it, so that the pieces joined are the text.
 */
final class Tokens {
    private static final String[] VOCABULARY = {
        "the", "quick", "brown", "fox", "jumps", "over", "a", "lazy", "dog", "and", "counts", "every", "word", "it",
        "says", "twice"
    };

    private Tokens() {}

    static int count(String text) {
        int count = 0;
        for (int at = tokenStart(text, 0); at < text.length(); at = tokenStart(text, tokenEnd(text, at))) {
            count++;
        }
        return count;
    }

    /** The text in pieces of one token each; at most {@code limit} of them. */
    static List<String> split(String text, int limit) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        int at = tokenStart(text, 0);
        while (at < text.length() && pieces.size() < limit) {
            int end = tokenEnd(text, at);
            pieces.add(text.substring(from, end));
            from = end;
            at = tokenStart(text, end);
        }
        return pieces;
    }

    /** A text of exactly {@code count} tokens, the same on every call. */
    static List<String> generate(int count) {
        List<String> pieces = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String word = VOCABULARY[i % VOCABULARY.length];
            pieces.add(i == 0 ? word : " " + word);
        }
        return pieces;
    }

    private static int tokenStart(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int tokenEnd(String text, int start) {
        int first = text.codePointAt(start);
        int at = start + Character.charCount(first);
        if (isWordPart(first)) {
            while (at < text.length() && isWordPart(text.codePointAt(at))) {
                at += Character.charCount(text.codePointAt(at));
            }
        }
        return at;
    }

    private static boolean isWordPart(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || codePoint == '_';
    }
}
