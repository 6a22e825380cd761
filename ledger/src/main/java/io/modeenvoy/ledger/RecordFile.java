package io.modeenvoy.ledger;

import com.google.protobuf.InvalidProtocolBufferException;
import io.modeenvoy.ledger.journal.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A file of records: a magic word, then each record as its length, the length's complement, its CRC-32C and its bytes. */
final class RecordFile implements AutoCloseable {
    private static final byte[] MAGIC = "MELEDGR1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 12;

    private final FileChannel channel;
    private long size;

    private RecordFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Makes a new file. */
    static RecordFile create(Path path) throws IOException {
        RecordFile file =
                new RecordFile(FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        file.write(ByteBuffer.wrap(MAGIC));
        return file;
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
                .flip());
    }

    private void write(ByteBuffer buffer) throws IOException {
        long end = size + buffer.remaining();
        for (long at = size; buffer.hasRemaining(); at = end - buffer.remaining()) {
            channel.write(buffer, at);
        }
        size = end;
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * What a file has.
     *
     * @param records those before the first damage
     * @param damage what is wrong in the file; null also for a last record that was being written when the process ended
     */
    record Content(List<Entry> records, @Nullable String damage) {}

    /** Reads a file up to its end or first damage. */
    static Content read(Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
        List<Entry> records = new ArrayList<>();
        if (bytes.remaining() < MAGIC.length) {
            return new Content(records, null);
        }
        byte[] magic = new byte[MAGIC.length];
        bytes.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            return new Content(records, path + ": not a ledger file (expected: it starts with MELEDGR1)");
        }
        return new Content(records, readRecords(path, bytes, records));
    }

    private static @Nullable String readRecords(Path path, ByteBuffer bytes, List<Entry> records) {
        while (bytes.remaining() >= HEADER) {
            int at = bytes.position();
            int length = bytes.getInt();
            if (length != ~bytes.getInt() || length < 0) {
                return damage(path, at, "length");
            }
            int checksum = bytes.getInt();
            if (length > bytes.remaining()) {
                return null;
            }
            byte[] record = new byte[length];
            bytes.get(record);
            if (checksum(record) != checksum) {
                return damage(path, at, "checksum");
            }
            try {
                records.add(Entry.parseFrom(record));
            } catch (InvalidProtocolBufferException e) {
                return damage(path, at, "message (" + e.getMessage() + ")");
            }
        }
        return null;
    }

    private static String damage(Path path, int at, String what) {
        return path + " offset " + at + ": damaged " + what + "; all records before it are kept, none after it";
    }
}
