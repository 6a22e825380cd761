package io.modeenvoy.proc.coding;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** {@code gzip} (RFC 1952): one member after the other. What does not begin as one was not compressed, whatever its label says, and goes on as it is. */
final class Gzip implements Coding {
    private static final int TRAILER = 8;

    private enum Part {
        HEADER,
        BODY,
        TRAILER,
        PLAIN,
        PADDING
    }

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private Part part = Part.HEADER;
    private GzipHeader header = new GzipHeader();
    private boolean first = true;
    /** Bytes of the trailer so far, and its checksum, of which the lowest byte comes first. */
    private int trailing;

    private int checksum;

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
                case PADDING -> to;
            };
        }
    }

    private int header(byte[] bytes, int from, int to, Sink sink) throws DataFormatException {
        for (int at = from; at < to; at++) {
            if (!header.fits(bytes[at])) {
                if (first) {
                    header.giveBack(sink);
                }
                part = first ? Part.PLAIN : Part.PADDING;
                return at;
            }
            header.take(bytes[at]);
            if (header.isOver()) {
                part = Part.BODY;
                return at + 1;
            }
        }
        return to;
    }

    private int body(byte[] bytes, int at, int to, Sink sink) throws DataFormatException {
        int end = Coding.inflate(inflater, bytes, at, to, (out, from, until) -> {
            crc.update(out, from, until - from);
            sink.take(out, from, until);
        });
        part = inflater.finished() ? Part.TRAILER : part;
        return end;
    }

    private int trailer(byte[] bytes, int from, int to) throws DataFormatException {
        int at = from;
        while (at < to && trailing < TRAILER) {
            checksum |= trailing < 4 ? (bytes[at] & 0xFF) << (8 * trailing) : 0;
            trailing++;
            at++;
        }
        if (trailing == TRAILER) {
            if (checksum != (int) crc.getValue()) {
                throw new DataFormatException("the checksum of gzip does not fit");
            }
            next();
        }
        return at;
    }

    private void next() {
        inflater.reset();
        crc.reset();
        trailing = 0;
        checksum = 0;
        header = new GzipHeader();
        first = false;
        part = Part.HEADER;
    }

    @Override
    public boolean isWhole() {
        return switch (part) {
            case HEADER -> header.isEmpty();
            case BODY, TRAILER -> false;
            case PLAIN, PADDING -> true;
        };
    }

    @Override
    public void close() {
        inflater.end();
    }
}
