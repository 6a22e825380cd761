package io.modeenvoy.ledger;

import io.modeenvoy.ledger.journal.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a ledger's state in a directory: {@code snapshot-N}, the state before {@code journal-N}, and the segments from {@code N} on. A
 * record survives the end of the process, not of the machine: nothing is forced to the disk but snapshots and the end. What cannot be read is
 * set aside as {@code *.damaged}, and counts as damage until it is accepted.
 */
public final class FileJournal extends Journal {
    private static final long SEGMENT_BYTES = 16L << 20;

    private final JournalDirectory directory;
    private final FileChannel guard;
    private final long segmentBytes;
    private final long firstNumber;
    private final Mark.Position known;
    /** The reading of earlier lives; null once it is concluded. */
    private @Nullable JournalReading reading;

    private @Nullable Mark mark;
    private volatile @Nullable LedgerDamage damage;
    /** The number of {@link #segment}; both guarded by this. */
    private long number;

    private RecordFile segment;

    private FileJournal(JournalDirectory directory, FileChannel guard, long segmentBytes) throws IOException {
        this.directory = directory;
        this.guard = guard;
        this.segmentBytes = segmentBytes;
        this.known = Mark.read(directory.mark());
        this.firstNumber = Math.max(directory.lastNumber(), known.segment()) + 1;
        this.number = firstNumber;
        this.segment = RecordFile.create(directory.segment(number));
    }

    /** Opens or creates the journal in {@code dir}, which no other process may have open. Beside it is {@code DIR.mark}. */
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
            throw new JournalInUseException(dir + ": open in this process (expected: one ledger per directory)", e);
        }
        channel.close();
        throw new JournalInUseException(dir + ": open in another process (expected: one ledger per directory)", null);
    }

    @Override
    @Nullable
    LedgerDamage damage() {
        return damage;
    }

    @Override
    void recover(Consumer<Entry> step) {
        try {
            reading = JournalReading.of(directory, known, firstNumber, step);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Damage is on the disk before anything is that could hide it. */
    @Override
    synchronized void begin(Instant now) {
        try {
            if (reading != null && !reading.lost().isEmpty()) {
                damage = directory.damage().add(now, reading.lost());
            } else {
                damage = directory.damage().read();
            }
            if (reading != null) {
                reading.conclude();
                reading = null;
            }
            mark = Mark.open(
                    directory.mark(), new Mark.Position(Math.toIntExact(number), Math.toIntExact(segment.size())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    boolean acceptedMeanwhile() {
        if (damage == null || !directory.damage().isAccepted()) {
            return false;
        }
        damage = null;
        return true;
    }

    @Override
    synchronized void append(Entry entry) {
        try {
            segment.append(entry);
            if (mark != null) {
                mark.reach(segment.size());
            }
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
            end(next);
            RecordFile last = segment;
            segment = next;
            number++;
            if (mark != null) {
                mark.enter(number);
                mark.reach(next.size());
            }
            last.close();
            return number;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end(RecordFile next) throws IOException {
        try {
            segment.end();
        } catch (IOException e) {
            next.close();
            throw e;
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
        Mark last = mark;
        try (guard;
                last) {
            segment.force();
            segment.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
