package io.modeenvoy.ledger;

import io.modeenvoy.ledger.journal.Entry;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A file of records: a magic word, then each record as its length, the length's complement, its CRC-32C and its bytes. */
final class RecordFile implements AutoCloseable {
    private static final byte[] MAGIC = "MELEDGR1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 12;

    private final RandomAccessFile file;
    private long size;

    private RecordFile(RandomAccessFile file) {
        this.file = file;
    }

    /** Makes a new file, or leaves none behind. Unlike a channel it is not closed when the writing thread is interrupted. */
    static RecordFile create(Path path) throws IOException {
        Files.createFile(path);
        try {
            return begun(new RandomAccessFile(path.toFile(), "rw"));
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    private static RecordFile begun(RandomAccessFile empty) throws IOException {
        RecordFile file = new RecordFile(empty);
        try {
            file.write(MAGIC);
            return file;
        } catch (IOException e) {
            empty.close();
            throw e;
        }
    }

    long size() {
        return size;
    }

    /** Writes one record at the end by one write; a failed one leaves the end where it was. */
    void append(Entry entry) throws IOException {
        byte[] bytes = entry.toByteArray();
        write(ByteBuffer.allocate(HEADER + bytes.length)
                .putInt(bytes.length)
                .putInt(~bytes.length)
                .putInt(checksum(bytes))
                .put(bytes)
                .array());
    }

    private void write(byte[] bytes) throws IOException {
        try {
            file.write(bytes);
            size += bytes.length;
        } catch (IOException e) {
            file.seek(size);
            file.setLength(size);
            throw e;
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    void force() throws IOException {
        file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /**
     * Reads the bytes of all records up to the end or the first damage.
     *
     * @return what is wrong in the file; null also for a last record that was being written when the process ended
     */
    static @Nullable String read(Path path, Consumer<byte[]> records) throws IOException {
        long size = Files.size(path);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
            byte[] magic = in.readNBytes(MAGIC.length);
            if (magic.length < MAGIC.length) {
                return null;
            } else if (!Arrays.equals(magic, MAGIC)) {
                return path + ": not a ledger file (expected: it starts with MELEDGR1)";
            }
            return read(path, in, size, records);
        }
    }

    private static @Nullable String read(Path path, DataInputStream in, long size, Consumer<byte[]> records)
            throws IOException {
        long at = MAGIC.length;
        while (size - at >= HEADER) {
            int length = in.readInt();
            if (length != ~in.readInt() || length < 0) {
                return damage(path, at, "length");
            }
            int checksum = in.readInt();
            if (length > size - at - HEADER) {
                return null;
            }
            byte[] record = in.readNBytes(length);
            if (checksum(record) != checksum) {
                return damage(path, at, "checksum");
            }
            records.accept(record);
            at += HEADER + length;
        }
        return null;
    }

    private static String damage(Path path, long at, String what) {
        return path + " offset " + at + ": damaged " + what + "; all records before it are kept, none after it";
    }
}
