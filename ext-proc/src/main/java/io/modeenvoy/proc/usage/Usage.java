package io.modeenvoy.proc.usage;

/** What a call used, and how we know. */
public record Usage(Tokens tokens, Source source) {
    /** How use is known. */
    public enum Source {
        /** The provider said so. */
        PROVIDER("provider"),
        /** Counted from what was relayed, upward. */
        COUNTED("counted"),
        /** Unknown: what was held is taken as used. */
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
        return new Usage(Tokens.NONE, Source.NONE);
    }

    /** Nobody knows what was used. */
    public static Usage assumed() {
        return new Usage(Tokens.NONE, Source.ASSUMED);
    }

    /** The least number of tokens that {@code bytes} of text can be expected to hold. */
    public static long tokensOf(long bytes) {
        return bytes / 4 + (bytes % 4 == 0 ? 0 : 1);
    }
}
