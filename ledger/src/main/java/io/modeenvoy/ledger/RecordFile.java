package io.modeenvoy.ledger;

import io.modeenvoy.ledger.journal.End;
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
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A file of records: a magic word, then each record as its length, the length's complement, its CRC-32C and its bytes. */
final class RecordFile implements AutoCloseable {
    private static final byte[] MAGIC = "MELEDGR1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 12;
    private static final byte[] END =
            Entry.newBuilder().setEnd(End.getDefaultInstance()).build().toByteArray();

    private final RandomAccessFile file;
    private long size;
    /** Whether something may stand behind the last record. */
    private boolean torn;

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
        append(entry.toByteArray());
    }

    /** Writes the last record. */
    void end() throws IOException {
        append(END);
    }

    private void append(byte[] bytes) throws IOException {
        write(ByteBuffer.allocate(HEADER + bytes.length)
                .putInt(bytes.length)
                .putInt(~bytes.length)
                .putInt(checksum(bytes))
                .put(bytes)
                .array());
    }

    private void write(byte[] bytes) throws IOException {
        if (torn) {
            mend();
        }
        torn = true;
        try {
            file.write(bytes);
            size += bytes.length;
            torn = false;
        } catch (IOException e) {
            mendAfter(e);
            throw e;
        }
    }

    /** A disk that does not even let us cut off what it did not take is asked again before the next record. */
    private void mendAfter(IOException failure) {
        try {
            mend();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void mend() throws IOException {
        file.setLength(size);
        file.seek(size);
        torn = false;
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

    /** Takes one record of a file. */
    @FunctionalInterface
    interface Records {
        void record(long offset, byte[] bytes);
    }

    /**
     * What a file holds.
     *
     * @param good up to where it was read
     * @param ended whether its last record says that nothing follows
     * @param damage what is wrong there; null = nothing, but there may be a record that was not written to its end
     */
    record Reading(long good, boolean ended, @Nullable String damage) {}

    /** Reads the bytes of all records up to the end or the first damage. */
    static Reading read(Path path, Records records) throws IOException {
        long size = Files.size(path);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
            byte[] magic = in.readNBytes(MAGIC.length);
            if (magic.length < MAGIC.length) {
                return new Reading(0, false, null);
            } else if (!Arrays.equals(magic, MAGIC)) {
                return new Reading(0, false, "not a ledger file (expected: it starts with MELEDGR1)");
            }
            return read(in, size, records);
        }
    }

    private static Reading read(DataInputStream in, long size, Records records) throws IOException {
        long at = MAGIC.length;
        boolean ended = false;
        while (size - at >= HEADER) {
            int length = in.readInt();
            if (length != ~in.readInt() || length < 0) {
                return new Reading(at, ended, "damaged length");
            }
            int checksum = in.readInt();
            if (length > size - at - HEADER) {
                return new Reading(at, ended, null);
            }
            byte[] record = in.readNBytes(length);
            if (checksum(record) != checksum) {
                return new Reading(at, ended, "damaged checksum");
            }
            ended = Arrays.equals(record, END);
            if (!ended) {
                records.record(at, record);
            }
            at += HEADER + length;
        }
        return new Reading(at, ended, null);
    }

    /** Cuts off what was not written to its end, and says that nothing follows. */
    static void end(Path path, long good) throws IOException {
        try (RecordFile file = new RecordFile(new RandomAccessFile(path.toFile(), "rw"))) {
            file.size = good;
            file.mend();
            if (good == 0) {
                file.write(MAGIC);
            }
            file.end();
        }
    }
}
