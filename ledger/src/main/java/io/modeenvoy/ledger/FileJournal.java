package io.modeenvoy.ledger;

import com.google.protobuf.InvalidProtocolBufferException;
import io.modeenvoy.ledger.journal.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps a ledger's state in a directory: {@code snapshot-N}, the state before {@code journal-N}, and the segments from {@code N} on. A
 * record survives the end of the process, not of the machine: nothing is forced to the disk but snapshots and the end. A damaged file
 * is set aside as {@code *.damaged}.
 */
public final class FileJournal extends Journal {
    private static final long SEGMENT_BYTES = 16L << 20;

    private final JournalDirectory directory;
    private final FileChannel guard;
    private final long segmentBytes;
    private final long firstNumber;
    private final List<String> problems = new ArrayList<>();
    /** The number of {@link #segment}; both guarded by this. */
    private long number;

    private RecordFile segment;

    private FileJournal(JournalDirectory directory, FileChannel guard, long segmentBytes) throws IOException {
        this.directory = directory;
        this.guard = guard;
        this.segmentBytes = segmentBytes;
        this.firstNumber = directory.lastNumber() + 1;
        this.number = firstNumber;
        this.segment = RecordFile.create(directory.segment(number));
        for (Path file : directory.before(firstNumber)) {
            setAsideIfDamaged(file);
        }
    }

    private void setAsideIfDamaged(Path file) throws IOException {
        String damage = RecordFile.read(file, record -> {});
        if (damage != null) {
            problems.add(damage);
            Files.copy(file, directory.damaged(file), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Opens or creates the journal in {@code dir}, which no other process may have open. */
    public static FileJournal open(Path dir) throws IOException {
        return open(dir, SEGMENT_BYTES);
    }

    static FileJournal open(Path dir, long segmentBytes) throws IOException {
        Files.createDirectories(dir);
        FileChannel guard = guard(dir);
        try {
            return new FileJournal(new JournalDirectory(dir), guard, segmentBytes);
        } catch (IOException e) {
            guard.close();
            throw e;
        }
    }

    private static FileChannel guard(Path dir) throws IOException {
        FileChannel channel =
                FileChannel.open(dir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException(dir + ": open in this process (expected: one ledger per directory)", e);
        }
        channel.close();
        throw new IOException(dir + ": open in another process (expected: one ledger per directory)");
    }

    /** What was found damaged on opening, and what the ledger did not understand when it took the records over; for people. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    void recover(Consumer<Entry> step) {
        try {
            for (Path file : directory.before(firstNumber)) {
                RecordFile.read(file, record -> recover(file, record, step));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void recover(Path file, byte[] record, Consumer<Entry> step) {
        try {
            step.accept(Entry.parseFrom(record));
        } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
            problems.add(file + ": " + e.getMessage());
        }
    }

    @Override
    synchronized void append(Entry entry) {
        try {
            segment.append(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    synchronized boolean isLong() {
        return segment.size() > segmentBytes;
    }

    @Override
    synchronized long startSegment() {
        try {
            Path path = directory.segment(number + 1);
            Files.deleteIfExists(path); // nobody else writes here: what a start that failed could not take away
            RecordFile next = RecordFile.create(path);
            RecordFile last = segment;
            segment = next;
            number++;
            last.close();
            return number;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void snapshot(long first, List<Entry> image) {
        try {
            directory.publishSnapshot(first, image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        try (guard) {
            segment.force();
            segment.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
