package io.modeenvoy.proc.coding;

import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;

/** {@code br} (RFC 7932): one stream, with a window of at most 16 MiB. Nothing tells it from what was not compressed. */
final class Brotli implements Coding {
    private static final int MOST_INPUT = 8 << 10;

    private final DecoderJNI.Wrapper decoder;
    private final byte[] out = new byte[64 << 10];
    private boolean begun;

    Brotli() {
        try {
            decoder = new DecoderJNI.Wrapper(MOST_INPUT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void feed(byte[] bytes, int from, int to, Sink sink) throws DataFormatException {
        int at = from;
        while (at < to) {
            if (decoder.getStatus() == DecoderJNI.Status.DONE) {
                throw new DataFormatException("br: something follows its end");
            }
            begun = true;
            ByteBuffer input = decoder.getInputBuffer().clear();
            int size = Math.min(input.remaining(), to - at);
            input.put(bytes, at, size);
            decoder.push(size);
            at += size;
            drain(sink);
        }
    }

    private void drain(Sink sink) throws DataFormatException {
        while (decoder.getStatus() != DecoderJNI.Status.ERROR) {
            if (decoder.hasOutput() || decoder.getStatus() == DecoderJNI.Status.NEEDS_MORE_OUTPUT) {
                hand(decoder.pull(), sink);
            } else if (decoder.getStatus() == DecoderJNI.Status.OK) {
                decoder.push(0);
            } else {
                return;
            }
        }
        throw new DataFormatException("br: broken, or something follows its end");
    }

    private void hand(ByteBuffer inflated, Sink sink) throws DataFormatException {
        while (inflated.hasRemaining()) {
            int size = Math.min(out.length, inflated.remaining());
            inflated.get(out, 0, size);
            sink.take(out, 0, size);
        }
    }

    @Override
    public boolean isWhole() {
        return !begun || decoder.getStatus() == DecoderJNI.Status.DONE;
    }

    @Override
    public void close() {
        decoder.destroy();
    }
}
