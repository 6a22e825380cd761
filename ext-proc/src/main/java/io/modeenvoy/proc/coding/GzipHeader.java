package io.modeenvoy.proc.coding;

import java.util.Iterator;
import java.util.List;
import java.util.zip.DataFormatException;

/** The header of a member of gzip (RFC 1952 2.3), byte by byte; nothing of it is kept. */
final class GzipHeader {
    private static final byte[] MAGIC = {0x1F, (byte) 0x8B, 8};
    private static final int MOST = 128 << 10;

    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int CHECKSUM = 2;

    private enum Field {
        FIXED,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        CHECKSUM,
        NONE
    }

    private final Iterator<Field> fields = List.of(Field.values()).iterator();
    private Field field = fields.next();
    private int length;
    /** Bytes of the field so far. */
    private int at;

    private int flags;
    private int extra;

    /** Whether a header may go on with this byte. */
    boolean fits(byte b) {
        return length >= MAGIC.length || b == MAGIC[length];
    }

    void take(byte b) throws DataFormatException {
        if (++length > MOST) {
            throw new DataFormatException("a header of gzip without an end");
        }
        at++;
        if (isLast(b)) {
            at = 0;
            do {
                field = fields.next();
            } while (!isThere());
        }
    }

    /** Whether the field ends with this byte. */
    private boolean isLast(byte b) {
        return switch (field) {
            case FIXED -> {
                flags = at == 4 ? b : flags;
                yield at == 10;
            }
            case EXTRA_LENGTH -> {
                extra |= (b & 0xFF) << (8 * (at - 1));
                yield at == 2;
            }
            case EXTRA -> at == extra;
            case NAME, COMMENT -> b == 0;
            case CHECKSUM -> at == 2;
            case NONE -> throw new IllegalStateException("the header is over");
        };
    }

    private boolean isThere() {
        return switch (field) {
            case FIXED, NONE -> true;
            case EXTRA_LENGTH -> has(EXTRA);
            case EXTRA -> has(EXTRA) && extra > 0;
            case NAME -> has(NAME);
            case COMMENT -> has(COMMENT);
            case CHECKSUM -> has(CHECKSUM);
        };
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    boolean isOver() {
        return field == Field.NONE;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** What was taken, as long as it may be no header at all. */
    void giveBack(Coding.Sink sink) throws DataFormatException {
        sink.take(MAGIC, 0, Math.min(length, MAGIC.length));
    }
}
