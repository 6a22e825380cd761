package io.modeenvoy.proc.coding;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates one coding, piece by piece. */
interface Coding extends AutoCloseable {
    /** Takes what was inflated. */
    interface Sink {
        /** The bytes are the caller's again afterwards. */
        void take(byte[] bytes, int from, int to) throws DataFormatException;
    }

    /** Hands on all that the bytes so far tell. */
    void feed(byte[] bytes, int from, int to, Sink sink) throws DataFormatException;

    /** Whether nothing is missing if nothing more comes. What never began is whole: some label an answer without a body. */
    boolean isWhole();

    /** Gives its memory back. */
    @Override
    void close();

    /** Feeds an inflater; gives where it stopped, before {@code to} only at its end. */
    static int inflate(Inflater inflater, byte[] bytes, int from, int to, Sink sink) throws DataFormatException {
        byte[] buffer = new byte[Math.min(64 << 10, Math.max(512, 8 * (to - from)))];
        inflater.setInput(bytes, from, to - from);
        int count = inflater.inflate(buffer);
        while (count > 0) {
            sink.take(buffer, 0, count);
            count = inflater.inflate(buffer);
        }
        if (inflater.needsDictionary()) {
            throw new DataFormatException("a dictionary is needed");
        }
        return to - inflater.getRemaining();
    }
}
