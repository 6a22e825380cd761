package io.modeenvoy.ledger;

import io.modeenvoy.ledger.journal.Entry;
import java.io.IOException;
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
    private static final Pattern NAME = Pattern.compile("(snapshot|journal)-(\\d{1,18})");

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

    /** Where a damaged file is kept for people to look at. */
    Path damaged(Path file) {
        return dir.resolve(file.getFileName() + ".damaged");
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
