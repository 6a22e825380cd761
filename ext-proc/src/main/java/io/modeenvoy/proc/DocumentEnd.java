package io.modeenvoy.proc;

import com.google.protobuf.ByteString;

/** Where a document of JSON ends that comes in chunks, in time proportional to each. */
final class DocumentEnd {
    private int depth;
    private boolean text;
    private boolean escaped;

    /** Whether the outermost object or array is closed by now. */
    boolean endsWith(ByteString chunk) {
        boolean over = false;
        for (int at = 0; at < chunk.size(); at++) {
            over |= text ? inText(chunk.byteAt(at)) : outside(chunk.byteAt(at));
        }
        return over;
    }

    private boolean inText(byte b) {
        text = escaped || b != '"';
        escaped = !escaped && b == '\\';
        return false;
    }

    private boolean outside(byte b) {
        switch (b) {
            case '"' -> text = true;
            case '{', '[' -> depth++;
            case '}', ']' -> {
                depth--;
                return depth == 0;
            }
            default -> {}
        }
        return false;
    }
}
