package io.modeenvoy.proc.usage;

import java.io.IOException;

/** Leaves out of a JSON document what is beyond the beginning of a long string, so that a parser reads it in bounded memory. What is left out is counted. */
final class StringClip {
    /** Bytes of a string that are kept. */
    static final int KEPT = 8 * 1024;

    private static final int ESCAPED_BYTES = 3; // of one \\uXXXX, in UTF-8, at most

    /** Takes the document without what is left out. */
    interface Sink {
        /** Never with {@code from == to}. */
        void take(byte[] bytes, int from, int to) throws IOException;
    }

    private boolean inString;
    private boolean escaped;
    private int digits; // of a \\uXXXX that are still to come
    private int length;
    private boolean leaving;
    private long leftBytes;
    private long leftChars;

    void feed(byte[] bytes, int from, int to, Sink sink) throws IOException {
        int start = from;
        for (int at = from; at < to; at++) {
            byte b = bytes[at];
            if (!inString) {
                inString = b == '"';
                length = 0;
            } else if (ends(b)) {
                start = leaving ? at : start;
                leaving = false;
                inString = false;
            } else if (leaving) {
                count(b);
            } else if (length++ >= KEPT && !within(b)) {
                hand(bytes, start, at, sink);
                leaving = true;
                count(b);
            } else {
                advance(b);
            }
        }
        if (!leaving) {
            hand(bytes, start, to, sink);
        }
    }

    private static void hand(byte[] bytes, int from, int to, Sink sink) throws IOException {
        if (from < to) {
            sink.take(bytes, from, to);
        }
    }

    private boolean ends(byte b) {
        return b == '"' && !escaped && digits == 0;
    }

    /** Whether a character or an escape is under way. */
    private boolean within(byte b) {
        return escaped || digits > 0 || (b & 0xC0) == 0x80;
    }

    /** What of the string that ended last was left out; told once. */
    Content takeLeft() {
        Content left = new Content(0, leftBytes, leftChars);
        leftBytes = 0;
        leftChars = 0;
        return left;
    }

    private void count(byte b) {
        boolean digit = digits > 0;
        boolean wasEscaped = escaped;
        advance(b);
        if (digit || escaped) {
            return; // counted with the letter that follows the backslash
        }
        leftBytes += wasEscaped && b == 'u' ? ESCAPED_BYTES : 1;
        leftChars += (b & 0xC0) == 0x80 ? 0 : 1;
    }

    private void advance(byte b) {
        if (digits > 0) {
            digits--;
        } else if (escaped) {
            escaped = false;
            digits = b == 'u' ? 4 : 0;
        } else {
            escaped = b == '\\';
        }
    }
}
