package io.modeenvoy.proc.usage;

import com.google.protobuf.ByteString;

/** Passes an answer that nobody here can read: neither JSON nor events, or in an unknown coding. */
final class OpaqueReader implements AnswerReader {
    private long bytes;
    private final boolean text;

    /** {@code text}: its bytes are the content; else they say nothing of it. */
    OpaqueReader(boolean text) {
        this.text = text;
    }

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
    public boolean counts() {
        return text;
    }

    @Override
    public Reading reading() {
        return new Reading(null, false, null, text ? new Content(0, bytes, bytes) : Content.NONE);
    }
}
