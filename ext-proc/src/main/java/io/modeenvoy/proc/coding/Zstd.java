package io.modeenvoy.proc.coding;

import com.github.luben.zstd.ZstdBufferDecompressingStreamNoFinalizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * {@code zstd} (RFC 8878): frames one after the other, some to be skipped, each with a window of at most 8 MiB, as RFC 9659 has it for this coding. What does not begin as a frame was not
 * compressed, whatever its label says, and goes on as it is.
 */
final class Zstd implements Coding {
    /** The binary logarithm of 8 MiB. */
    private static final int WINDOW = 23;

    private static final int MAGIC = 4;

    private final byte[] first = new byte[MAGIC];
    private int known;
    private final ByteBuffer out = ByteBuffer.allocate(64 << 10);
    private @Nullable Frames frames;

    /** What has begun and not ended; one that ended where its input did takes nothing more. */
    private static final class Frames extends ZstdBufferDecompressingStreamNoFinalizer {
        Frames() throws IOException {
            super(ByteBuffer.allocate(0));
            setLongMax(WINDOW);
        }

        void give(ByteBuffer bytes) {
            source = bytes;
        }

        boolean hasInput() {
            return source.hasRemaining();
        }
    }

    @Override
    public void feed(byte[] bytes, int from, int to, Sink sink) throws DataFormatException {
        int at = from;
        if (known < MAGIC) {
            while (known < MAGIC && at < to) {
                first[known++] = bytes[at++];
            }
            if (known < MAGIC) {
                return;
            }
            hand(first, 0, MAGIC, sink);
        }
        hand(bytes, at, to, sink);
    }

    private void hand(byte[] bytes, int from, int to, Sink sink) throws DataFormatException {
        if (from == to) {
            return;
        } else if (!isFrame()) {
            sink.take(bytes, from, to);
            return;
        }
        try {
            inflate(ByteBuffer.wrap(bytes, from, to - from), sink);
        } catch (IOException e) {
            throw mistake(e);
        }
    }

    private static DataFormatException mistake(IOException e) {
        DataFormatException mistake = new DataFormatException("zstd: " + e.getMessage());
        mistake.initCause(e);
        return mistake;
    }

    private void inflate(ByteBuffer input, Sink sink) throws IOException, DataFormatException {
        Frames reading = frames == null ? new Frames() : frames;
        frames = reading;
        reading.give(input);
        do {
            reading.read(out.clear());
            sink.take(out.array(), 0, out.position());
        } while (reading.hasInput() || !out.hasRemaining());
        if (!reading.hasRemaining()) {
            reading.close();
            frames = null;
        }
    }

    /** A frame, or one to be skipped. */
    private boolean isFrame() {
        boolean skipped = (first[0] & 0xF0) == 0x50 && first[1] == 0x2A && first[2] == 0x4D && first[3] == 0x18;
        return skipped || (first[0] == 0x28 && first[1] == (byte) 0xB5 && first[2] == 0x2F && first[3] == (byte) 0xFD);
    }

    @Override
    public boolean isWhole() {
        return frames == null && (known == 0 || known == MAGIC);
    }

    @Override
    public void close() {
        if (frames != null) {
            frames.close();
        }
    }
}
