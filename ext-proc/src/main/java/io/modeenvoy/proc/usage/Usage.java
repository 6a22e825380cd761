package io.modeenvoy.proc.usage;

import java.util.Set;

/**
 * What a call used, and how we know.
 *
 * @param whole whether nothing more can have been used; else the tokens are the least of it
 * @param doubts what is odd about what the provider says
 */
public record Usage(Tokens tokens, Source source, boolean whole, Set<Doubt> doubts) {
    /** How use is known. */
    public enum Source {
        /** The provider said so. */
        PROVIDER("provider"),
        /** Counted from what was relayed, upward. */
        COUNTED("counted"),
        /** Nobody could read what came, if anything did. */
        ASSUMED("assumed"),
        /** Known to be nothing. */
        NONE("none");

        private final String label;

        Source(String label) {
            this.label = label;
        }

        /** The word in logs and metadata. */
        public String label() {
            return label;
        }
    }

    /** Nothing was used. */
    public static Usage none() {
        return new Usage(Tokens.NONE, Source.NONE, true, Set.of());
    }

    /** The provider's last word. */
    public static Usage reported(Tokens tokens, Set<Doubt> doubts) {
        return new Usage(tokens, Source.PROVIDER, true, doubts);
    }

    /** At least so much. */
    public static Usage atLeast(Tokens tokens, Source source) {
        return new Usage(tokens, source, false, Set.of());
    }

    /** The least number of tokens that {@code bytes} of text can be expected to hold. */
    public static long tokensOf(long bytes) {
        return bytes / 4 + (bytes % 4 == 0 ? 0 : 1);
    }
}
