package io.modeenvoy.ledger;

import io.modeenvoy.ledger.LedgerDamage.Lost;
import io.modeenvoy.ledger.journal.Entry;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of a journal's files and their order. */
final class JournalDirectory {
    private static final Pattern NAME = Pattern.compile("(snapshot|journal)-(\\d{1,9})");

    private final Path dir;

    JournalDirectory(Path dir) {
        this.dir = dir;
    }

    Path segment(long number) {
        return dir.resolve("journal-" + number);
    }

    private Path snapshot(long number) {
        return dir.resolve("snapshot-" + number);
    }

    /** Beside the directory, so that it is there when the directory was emptied. */
    Path mark() {
        return dir.resolveSibling(dir.getFileName() + ".mark");
    }

    DamageFile damage() {
        return new DamageFile(dir.resolve("damage"));
    }

    /** Keeps a damaged file for people to look at, when its own name is gone. */
    void keepAside(Path file) throws IOException {
        Path name = free(file);
        try {
            Files.createLink(name, file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(file, name); // a file system without links
        }
    }

    /** Takes what cannot be read out of the way. */
    void moveAside(Path file) throws IOException {
        Files.move(file, free(file), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The files that were kept, ordered by name. */
    List<Path> aside() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.getFileName().toString().contains(".damaged"))
                    .sorted()
                    .toList();
        }
    }

    private Path free(Path file) {
        Path name = dir.resolve(file.getFileName() + ".damaged");
        for (int i = 2; Files.exists(name); i++) {
            name = dir.resolve(file.getFileName() + ".damaged-" + i);
        }
        return name;
    }

    /** Whether the file is a segment of this number or a later one. */
    boolean isSegmentFrom(Path file, long number) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() && name.group(1).equals("journal") && Long.parseLong(name.group(2)) >= number;
    }

    /** What must have been there before segment {@code number} and is not. */
    List<Lost> missing(Mark.Position mark, long number) throws IOException {
        NavigableMap<Long, Path> segments =
                new TreeMap<>(numbered("journal").headMap(number, false)); // a part of a map has bounds
        long snapshot = last(numbered("snapshot"));
        List<Lost> missing = new ArrayList<>();
        long next = snapshot;
        if (snapshot == 0) {
            next = segments.isEmpty() ? Math.max(1, mark.segment()) : segments.firstKey();
            if (next > 1) {
                missing.add(new Lost("snapshot-" + next, 0, "missing"));
            }
        }
        for (long segment : segments.tailMap(next).keySet()) {
            addGap(missing, next, segment - 1);
            next = segment + 1;
        }
        addGap(missing, next, Math.max(snapshot, mark.segment())); // the segment of a snapshot is there before it
        return missing;
    }

    private static void addGap(List<Lost> missing, long first, long last) {
        if (first == last) {
            missing.add(new Lost("journal-" + first, 0, "missing"));
        } else if (first < last) {
            missing.add(new Lost("journal-" + first, 0, "missing, as all up to journal-" + last));
        }
    }

    long lastNumber() throws IOException {
        return Math.max(last(numbered("snapshot")), last(numbered("journal")));
    }

    private static long last(NavigableMap<Long, Path> files) {
        return files.isEmpty() ? 0 : files.lastKey();
    }

    /** The latest snapshot and the segments that follow it, up to {@code number}, in the order in which they are to be read. */
    List<Path> before(long number) throws IOException {
        NavigableMap<Long, Path> snapshots = numbered("snapshot");
        List<Path> files = new ArrayList<>();
        if (!snapshots.isEmpty()) {
            files.add(snapshots.lastEntry().getValue());
        }
        files.addAll(
                numbered("journal").subMap(last(snapshots), true, number, false).values());
        return files;
    }

    private NavigableMap<Long, Path> numbered(String kind) throws IOException {
        NavigableMap<Long, Path> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(dir)) {
            files.forEach(file -> {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches() && name.group(1).equals(kind)) {
                    found.put(Long.parseLong(name.group(2)), file);
                }
            });
        }
        return found;
    }

    /** Writes the state before segment {@code number} and then deletes what it replaces. */
    void publishSnapshot(long number, List<Entry> image) throws IOException {
        Path draft = dir.resolve("snapshot.tmp");
        Files.deleteIfExists(draft);
        try (RecordFile file = RecordFile.create(draft)) {
            for (Entry entry : image) {
                file.append(entry);
            }
            file.end();
            file.force();
        }
        Files.move(draft, snapshot(number), StandardCopyOption.ATOMIC_MOVE);
        deleteBefore(number, numbered("snapshot"));
        deleteBefore(number, numbered("journal"));
    }

    private static void deleteBefore(long number, NavigableMap<Long, Path> files) throws IOException {
        for (Path file : files.headMap(number, false).values()) {
            Files.delete(file);
        }
    }
}
