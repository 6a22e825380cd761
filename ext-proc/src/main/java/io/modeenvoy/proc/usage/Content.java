package io.modeenvoy.proc.usage;

/**
 * How much of an answer's content has passed.
 *
 * @param pieces pieces of content
 * @param bytes its size in UTF-8
 * @param chars its length in characters of UTF-16
 */
public record Content(long pieces, long bytes, long chars) {
    static final Content NONE = new Content(0, 0, 0);

    Content plus(Content more) {
        return new Content(pieces + more.pieces, bytes + more.bytes, chars + more.chars);
    }

    /** Tokens counted upward: a piece is at least one, four bytes are at least about one. */
    public long counted() {
        return Math.max(pieces, Usage.tokensOf(bytes));
    }

    /**
     * Tokens that are nearly certain: a piece is one unless it is shorter than four bytes, as where a server sends letter by letter; without pieces four characters
     * are one.
     */
    public long certain() {
        return Math.min(Usage.tokensOf(bytes), Math.max(pieces, Usage.tokensOf(chars)));
    }
}
