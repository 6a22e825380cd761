package io.modeenvoy.proc.coding;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** {@code deflate} as RFC 9110 8.4.1.2 has it, in the format of zlib, and as some servers send it, without. */
final class Deflate implements Coding {
    private final byte[] first = new byte[2];
    private int known;
    private @Nullable Inflater inflater;

    @Override
    public void feed(byte[] bytes, int from, int to, Sink sink) throws DataFormatException {
        int at = from;
        while (known < first.length && at < to) {
            first[known++] = bytes[at++];
        }
        if (known < first.length) {
            return;
        }
        if (inflater == null) {
            inflater = new Inflater(!isZlib());
            Coding.inflate(inflater, first, 0, first.length, sink);
        }
        Coding.inflate(inflater, bytes, at, to, sink);
    }

    /** RFC 1950: the method is 8, and the two bytes are a multiple of 31. */
    private boolean isZlib() {
        return (first[0] & 0x0F) == 8 && (((first[0] & 0xFF) << 8) | (first[1] & 0xFF)) % 31 == 0;
    }

    @Override
    public boolean isWhole() {
        return inflater == null ? known == 0 : inflater.finished();
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
        }
    }
}
