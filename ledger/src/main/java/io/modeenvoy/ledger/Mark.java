package io.modeenvoy.ledger;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Tells how far a journal was written, beside the journal's directory, so that what is cut off or taken away is not taken for what never was. It is moved by one
 * store to memory that the kernel keeps: it costs nothing and survives the end of the process.
 */
final class Mark implements AutoCloseable {
    private static final int SIZE = 16;
    private static final int LENGTH_AT = 8;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;

    /**
     * How far.
     *
     * @param segment the number of the last segment
     * @param length of its acknowledged part, in bytes
     */
    record Position(int segment, int length) {
        /** There is no mark: nothing was written, or by an earlier version. */
        static final Position NONE = new Position(0, 0);

        /** There is one, and it is damaged. */
        static final Position UNREADABLE = new Position(-1, 0);

        boolean isKnown() {
            return segment > 0;
        }
    }

    private Mark(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            memory = file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, SIZE, arena);
        }
    }

    static Position read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return Position.NONE;
        }
        byte[] bytes = Files.readAllBytes(path);
        if (bytes.length != SIZE) {
            return Position.UNREADABLE;
        }
        ByteBuffer words = ByteBuffer.wrap(bytes);
        int segment = words.getInt();
        boolean sound = segment == ~words.getInt() && segment > 0;
        int length = words.getInt();
        return sound && length == ~words.getInt() && length >= 0 ? new Position(segment, length) : Position.UNREADABLE;
    }

    /** Opens the mark, made if there is none, at a position. */
    static Mark open(Path path, Position first) throws IOException {
        Path draft = path.resolveSibling(path.getFileName() + ".tmp");
        Files.write(
                draft,
                ByteBuffer.allocate(SIZE)
                        .putLong(word(first.segment()))
                        .putLong(word(first.length()))
                        .array());
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new Mark(path);
    }

    /** The next segment, of which nothing is acknowledged. */
    void enter(long segment) {
        store(LENGTH_AT, word(0));
        store(0, word(segment));
    }

    /** The segment is acknowledged up to here. */
    void reach(long length) {
        store(LENGTH_AT, word(length));
    }

    private void store(long at, long word) {
        memory.set(ValueLayout.JAVA_LONG.withOrder(java.nio.ByteOrder.BIG_ENDIAN), at, word);
    }

    /** A number with its complement, so that no other bytes pass for it. */
    private static long word(long number) {
        int small = Math.toIntExact(number);
        return (long) small << Integer.SIZE | Integer.toUnsignedLong(~small);
    }

    @Override
    public void close() {
        arena.close();
    }
}
