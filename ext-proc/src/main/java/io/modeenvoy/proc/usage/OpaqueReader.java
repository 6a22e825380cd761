package io.modeenvoy.proc.usage;

import com.google.protobuf.ByteString;

/** Counts the bytes of an answer it cannot read: an unknown type, or compressed against our wish. */
final class OpaqueReader implements AnswerReader {
    private long bytes;

    @Override
    public ByteString accept(ByteString chunk, boolean last) {
        bytes += chunk.size();
        return chunk;
    }

    @Override
    public boolean readable() {
        return false;
    }

    @Override
    public Reading reading() {
        return new Reading(null, false, null, 0, bytes);
    }
}
