package io.modeenvoy.ledger;

import com.google.protobuf.InvalidProtocolBufferException;
import io.modeenvoy.ledger.LedgerDamage.Lost;
import io.modeenvoy.ledger.journal.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** One reading of a journal's files: hands over what can be read, and keeps what cannot. Changes nothing. */
final class JournalReading {
    private final JournalDirectory directory;
    private final Mark.Position mark;
    private final List<Lost> lost = new ArrayList<>();
    private final Set<Path> unreadable = new LinkedHashSet<>();
    private final Set<Path> damaged = new LinkedHashSet<>();
    /** Files that are sound but do not say that nothing follows, with their length. */
    private final Map<Path, Long> open = new LinkedHashMap<>();

    private JournalReading(JournalDirectory directory, Mark.Position mark) {
        this.directory = directory;
        this.mark = mark;
    }

    /** Reads the files before segment {@code number}. */
    static JournalReading of(JournalDirectory directory, Mark.Position mark, long number, Consumer<Entry> step)
            throws IOException {
        JournalReading reading = new JournalReading(directory, mark);
        if (mark.equals(Mark.Position.UNREADABLE)) {
            reading.lost.add(new Lost(directory.mark().getFileName().toString(), 0, "damaged mark"));
        }
        reading.lost.addAll(directory.missing(mark, number));
        for (Path file : directory.before(number)) {
            reading.read(file, step);
        }
        return reading;
    }

    private void read(Path file, Consumer<Entry> step) {
        try {
            judge(file, RecordFile.read(file, (offset, record) -> take(file, offset, record, step)));
        } catch (IOException e) {
            unreadable.add(file);
            lost.add(new Lost(name(file), 0, "cannot be read: " + e.getMessage()));
        }
    }

    private void take(Path file, long offset, byte[] record, Consumer<Entry> step) {
        try {
            step.accept(Entry.parseFrom(record));
        } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
            damaged.add(file);
            lost.add(new Lost(name(file), offset, "not understood: " + e.getMessage()));
        }
    }

    private void judge(Path file, RecordFile.Reading reading) {
        if (reading.damage() != null) {
            damaged.add(file);
            lost.add(new Lost(name(file), reading.good(), reading.damage() + "; what follows in the file is lost"));
        } else if (isCutOff(file, reading)) {
            damaged.add(file);
            lost.add(new Lost(name(file), reading.good(), "cut off; more was written"));
        } else if (!reading.ended()) {
            open.put(file, reading.good());
        }
    }

    /** A last record that was being written when the process ended is no damage: nobody was told that it counts. */
    private boolean isCutOff(Path file, RecordFile.Reading reading) {
        if (!mark.isKnown() || reading.ended()) {
            return false;
        }
        return !directory.isSegmentFrom(file, mark.segment())
                || (file.equals(directory.segment(mark.segment())) && reading.good() < mark.length());
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    List<Lost> lost() {
        return List.copyOf(lost);
    }

    /** Puts what is damaged aside, for people to look at, and ends what is sound: to it nothing will be added. */
    void conclude() throws IOException {
        for (Path file : unreadable) {
            directory.moveAside(file);
        }
        for (Path file : damaged) {
            directory.keepAside(file);
        }
        for (Map.Entry<Path, Long> file : open.entrySet()) {
            RecordFile.end(file.getKey(), file.getValue());
        }
    }
}
