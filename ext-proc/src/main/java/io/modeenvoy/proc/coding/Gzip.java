package io.modeenvoy.proc.coding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** {@code gzip} (RFC 1952): one member after the other. What does not begin as one was not compressed, whatever its label says, and goes on as it is. */
final class Gzip implements Coding {
    private static final int MOST_HEADER = 128 << 10;
    private static final int TRAILER = 8;

    private enum Part {
        HEADER,
        BODY,
        TRAILER,
        PLAIN,
        NOTHING
    }

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private Part part = Part.HEADER;
    private byte[] frame = new byte[0];
    private boolean begun;

    @Override
    public void feed(byte[] bytes, int from, int to, Sink sink) throws DataFormatException {
        int at = from;
        while (at < to) {
            at = switch (part) {
                case HEADER -> header(bytes, at, to, sink);
                case BODY -> body(bytes, at, to, sink);
                case TRAILER -> trailer(bytes, at, to);
                case PLAIN -> {
                    sink.take(bytes, at, to);
                    yield to;
                }
                case NOTHING -> to;
            };
        }
    }

    private int header(byte[] bytes, int at, int to, Sink sink) throws DataFormatException {
        int before = frame.length;
        keep(bytes, at, to);
        if (!isMember()) {
            part = begun ? Part.NOTHING : Part.PLAIN; // after a member: padding
            if (part == Part.PLAIN) {
                sink.take(frame, 0, frame.length);
            }
            return to;
        }
        int length = headerLength();
        if (length < 0) {
            if (frame.length > MOST_HEADER) {
                throw new DataFormatException("a header of gzip without an end");
            }
            return to;
        }
        begun = true;
        frame = new byte[0];
        part = Part.BODY;
        return at + length - before;
    }

    private void keep(byte[] bytes, int at, int to) {
        int before = frame.length;
        frame = Arrays.copyOf(frame, before + to - at);
        System.arraycopy(bytes, at, frame, before, to - at);
    }

    /** As far as the bytes go. */
    private boolean isMember() {
        int[] magic = {0x1F, 0x8B, 8};
        for (int at = 0; at < Math.min(magic.length, frame.length); at++) {
            if ((frame[at] & 0xFF) != magic[at]) {
                return false;
            }
        }
        return true;
    }

    /** -1 = its end is still to come. */
    private int headerLength() {
        if (frame.length < 10) {
            return -1;
        }
        int flags = frame[3];
        int at = 10;
        if ((flags & 4) != 0) { // extra field
            at = frame.length < at + 2 ? -1 : at + 2 + (frame[at] & 0xFF) + ((frame[at + 1] & 0xFF) << 8);
        }
        at = (flags & 8) != 0 ? afterText(at) : at; // name
        at = (flags & 16) != 0 ? afterText(at) : at; // comment
        at = (flags & 2) != 0 && at >= 0 ? at + 2 : at; // checksum
        return at > frame.length ? -1 : at;
    }

    private int afterText(int from) {
        for (int at = from; at >= 0 && at < frame.length; at++) {
            if (frame[at] == 0) {
                return at + 1;
            }
        }
        return -1;
    }

    private int body(byte[] bytes, int at, int to, Sink sink) throws DataFormatException {
        int end = Coding.inflate(inflater, bytes, at, to, (out, first, last) -> {
            crc.update(out, first, last - first);
            sink.take(out, first, last);
        });
        part = inflater.finished() ? Part.TRAILER : part;
        return end;
    }

    private int trailer(byte[] bytes, int at, int to) throws DataFormatException {
        int end = Math.min(to, at + TRAILER - frame.length);
        keep(bytes, at, end);
        if (frame.length == TRAILER) {
            int told = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getInt();
            if (told != (int) crc.getValue()) {
                throw new DataFormatException("the checksum of gzip does not fit");
            }
            inflater.reset();
            crc.reset();
            frame = new byte[0];
            part = Part.HEADER;
        }
        return end;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
