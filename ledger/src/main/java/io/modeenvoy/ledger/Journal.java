package io.modeenvoy.ledger;

import io.modeenvoy.ledger.journal.Entry;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where a ledger's state survives a restart. One journal serves one ledger. */
public abstract sealed class Journal implements AutoCloseable permits FileJournal, Journal.None {
    Journal() {}

    /** Keeps nothing. */
    public static Journal none() {
        return new None();
    }

    /** Hands over all records of earlier lives, once, before the first append. */
    abstract void recover(Consumer<Entry> step);

    /** Ends the recovery: what was found damaged is kept for people, and counts from now on. */
    abstract void begin(Instant now);

    /** What could not be read and is not accepted yet; null = nothing. */
    @Nullable
    abstract LedgerDamage damage();

    /** Whether the damage was accepted since the last question. */
    abstract boolean acceptedMeanwhile();

    /** Keeps a record; it survives the end of the process once this returns. */
    abstract void append(Entry entry);

    /** Whether the records have become so many that a snapshot is due. */
    abstract boolean isLong();

    /** From here on records go where they follow the snapshot to come; gives the segment's number. */
    abstract long startSegment();

    /** Replaces all records from before the segment by the state at its start. */
    abstract void snapshot(long segment, List<Entry> image);

    @Override
    public abstract void close();

    /** Keeps nothing. */
    static final class None extends Journal {
        @Override
        void recover(Consumer<Entry> step) {}

        @Override
        void begin(Instant now) {}

        @Override
        @Nullable
        LedgerDamage damage() {
            return null;
        }

        @Override
        boolean acceptedMeanwhile() {
            return false;
        }

        @Override
        void append(Entry entry) {}

        @Override
        boolean isLong() {
            return false;
        }

        @Override
        long startSegment() {
            return 0;
        }

        @Override
        void snapshot(long segment, List<Entry> image) {}

        @Override
        public void close() {}
    }
}
