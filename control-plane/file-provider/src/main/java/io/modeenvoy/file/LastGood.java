package io.modeenvoy.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a directory's broken objects were like when they were good, on disk, so that a restart does not lose them. It is forgotten there when the file is mended or
 * gone: what good files say is not written twice. A Secret is kept only on the file system that holds its file anyway. Owned by the folder's thread.
 */
final class LastGood {
    static final LastGood NOWHERE = new LastGood(null, Path.of(""));

    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LINE = "line";
    private static final String GENERATION = "generation";
    private static final String OBJECT = "object";
    private static final String ROOT = "root";
    private static final String FILES = "files";

    private final @Nullable Path file;
    private final Path root;
    private SortedMap<Path, List<Entry>> saved = new TreeMap<>();

    /**
     * In {@code file}, of what is in {@code root}.
     *
     * @param root what paths are relative to
     */
    LastGood(@Nullable Path file, Path root) {
        this.file = file;
        this.root = root;
    }

    private static boolean areTogether(@Nullable Path one, Path other) {
        try {
            return one != null && Files.getFileStore(one).equals(Files.getFileStore(other));
        } catch (IOException e) {
            return false;
        }
    }

    /** The files as they are remembered: admitted once more, for a newer version may be stricter. */
    SortedMap<Path, FileState> read(Schemas schemas) {
        SortedMap<Path, FileState> files = new TreeMap<>();
        if (file == null || !Files.exists(file)) {
            return files;
        }
        try {
            ObjectReader objects = new ObjectReader(schemas, _ -> null);
            JsonNode memory = JSON.readTree(file.toFile());
            if (!memory.path(ROOT).asText().equals(place(root))) {
                return files; // of another directory, which had this state before
            }
            memory.path(FILES)
                    .properties()
                    .forEach(entry -> files.put(Path.of(entry.getKey()), state(objects, entry.getValue())));
        } catch (IOException | RuntimeException e) {
            files.clear();
            LOG.warn(
                    "last-good.unreadable file={} reason=\"{}\"",
                    file,
                    e.getClass().getSimpleName());
        }
        files.forEach((path, state) -> saved.put(path, state.kept()));
        return files;
    }

    private static String place(Path root) throws IOException {
        return root.toRealPath().toString();
    }

    private static FileState state(ObjectReader objects, JsonNode remembered) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode each : remembered) {
            Entry entry =
                    objects.read(each.path(OBJECT), each.path(LINE).asInt()).entry();
            if (entry != null) {
                entry.object().getMetadata().setGeneration(each.path(GENERATION).asLong());
                entries.add(entry);
            }
        }
        return FileState.remembered(entries);
    }

    /** Costs what is broken; nothing when that is the same. */
    void save(SortedMap<Path, FileState> files) {
        SortedMap<Path, List<Entry>> kept = new TreeMap<>();
        files.forEach((path, state) -> {
            List<Entry> some = state.kept().stream()
                    .filter(entry -> mayBeWritten(path, entry))
                    .toList();
            if (!some.isEmpty()) {
                kept.put(path, some);
            }
        });
        if (file == null || kept.equals(saved)) {
            return;
        }
        try {
            write(file, root, kept);
            saved = kept;
        } catch (IOException e) {
            LOG.warn("last-good.not-saved file={} reason=\"{}\"", file, e.toString());
        }
    }

    private boolean mayBeWritten(Path path, Entry entry) {
        return !entry.key().kind().kind().equals("Secret")
                || (file != null && areTogether(file.toAbsolutePath().getParent(), root.resolve(path)));
    }

    private static void write(Path file, Path root, SortedMap<Path, List<Entry>> kept) throws IOException {
        if (kept.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        ObjectNode memory = JSON.createObjectNode().put(ROOT, place(root));
        ObjectNode all = memory.putObject(FILES);
        kept.forEach((path, entries) -> {
            ArrayNode array = all.putArray(path.toString());
            entries.forEach(entry -> array.addObject()
                    .put(LINE, entry.line())
                    .put(GENERATION, entry.generation())
                    .set(OBJECT, entry.tree()));
        });
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                file.getFileName().toString(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(fresh, JSON.writeValueAsBytes(memory), StandardOpenOption.TRUNCATE_EXISTING);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
