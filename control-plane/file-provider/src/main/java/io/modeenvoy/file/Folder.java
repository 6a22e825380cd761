package io.modeenvoy.file;

import io.modeenvoy.crd.ResourceView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A directory as it was read last. Owned by one thread. */
final class Folder {
    private final Path root;
    private final Schemas schemas;
    private final LastGood lastGood;
    private SortedMap<Path, FileState> files;
    private Map<ObjectKey, Entry> used = new HashMap<>();
    private Set<ObjectKey> broken = Set.of();
    private Set<Path> unsettled = Set.of();
    private Loaded loaded = new Loaded(ResourceView.empty(), List.of(), List.of(), List.of());

    Folder(Path root, Schemas schemas) {
        this(root, schemas, LastGood.NOWHERE);
    }

    /** Of which something is remembered from before this process. */
    Folder(Path root, Schemas schemas, LastGood lastGood) {
        this.root = root;
        this.schemas = schemas;
        this.lastGood = lastGood;
        this.files = lastGood.read(schemas);
        files.values().forEach(state -> state.entries().forEach(entry -> used.put(entry.key(), entry)));
    }

    /**
     * Reads what changed.
     *
     * @param touched files (absolute) to read again though their size and time are the same
     */
    Loaded reload(FolderScan scan, Set<Path> touched) {
        SortedMap<Path, FileState> before = files;
        files = read(scan, touched);
        unsettled = files.entrySet().stream()
                .filter(file -> !file.getValue().problems().isEmpty())
                .filter(file -> !file.getValue().equals(before.get(file.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        lastGood.save(files);
        List<FileProblem> problems = new ArrayList<>();
        scan.closed().forEach((path, reason) -> problems.add(new FileProblem(shown(path), 0, "", "", reason)));
        files.values().forEach(file -> problems.addAll(file.problems()));
        Map<ObjectKey, Entry> now = choose(problems);
        Set<ObjectKey> brokenNow = files.values().stream()
                .flatMap(file -> file.broken().stream())
                .filter(key -> !now.containsKey(key))
                .collect(Collectors.toSet());
        ResourceView view = view(now, brokenNow);
        used = now;
        broken = brokenNow;
        loaded = new Loaded(
                view, problems.stream().sorted().distinct().toList(), kept(now), leftOut(brokenNow, problems));
        return loaded;
    }

    private List<String> kept(Map<ObjectKey, Entry> now) {
        return files.values().stream()
                .flatMap(file -> file.kept().stream())
                .map(Entry::key)
                .filter(now::containsKey)
                .map(ObjectKey::toString)
                .distinct()
                .sorted()
                .toList();
    }

    /** Objects, and places of files where nobody can tell which objects they are. */
    private List<String> leftOut(Set<ObjectKey> brokenNow, List<FileProblem> problems) {
        Stream<String> places = problems.stream()
                .filter(problem -> problem.object().isEmpty())
                .filter(problem -> files.getOrDefault(problem.file(), FileState.NONE)
                        .kept()
                        .isEmpty())
                .map(FileProblem::place);
        return Stream.concat(brokenNow.stream().map(ObjectKey::toString), places)
                .distinct()
                .sorted()
                .toList();
    }

    /** Files with mistakes that were read just now: somebody may be writing them still. */
    Set<Path> unsettled() {
        return unsettled;
    }

    Path root() {
        return root;
    }

    private Path shown(Path path) {
        return path.toString().isEmpty() ? root : path;
    }

    private SortedMap<Path, FileState> read(FolderScan scan, Set<Path> touched) {
        ObjectReader objects = new ObjectReader(schemas, used::get);
        SortedMap<Path, FileState> now = new TreeMap<>();
        Path base = base().toAbsolutePath().normalize();
        scan.files().forEach((file, stamp) -> {
            FileState before = files.getOrDefault(file, FileState.NONE);
            boolean same = before.stamp().equals(stamp) && !touched.contains(base.resolve(file));
            now.put(file, same ? before : FileReading.read(base, file, stamp, before, objects));
        });
        keepClosed(scan, now);
        return now;
    }

    /** What lies where we cannot look now stays as it was. */
    private void keepClosed(FolderScan scan, SortedMap<Path, FileState> now) {
        for (Path closed : scan.closed().keySet()) {
            files.forEach((file, state) -> {
                if (closed.toString().isEmpty() || file.startsWith(closed)) {
                    now.putIfAbsent(
                            file,
                            new FileState(Stamp.UNKNOWN, state.entries(), List.of(), state.broken(), state.entries()));
                }
            });
        }
    }

    /** What the paths are relative to: a single file is its own root. */
    private Path base() {
        boolean single = root.toFile().isFile();
        Path parent = root.toAbsolutePath().getParent();
        return single && parent != null ? parent : root;
    }

    /** Of objects written twice the first by path and line is used, and both are reported; the last good form of a broken one only where nobody writes it anew. */
    private Map<ObjectKey, Entry> choose(List<FileProblem> problems) {
        Map<ObjectKey, Entry> chosen = new HashMap<>();
        Map<ObjectKey, Path> origins = new HashMap<>();
        files.forEach((file, state) -> {
            for (Entry entry : written(state)) {
                Entry first = chosen.putIfAbsent(entry.key(), entry);
                Path origin = origins.putIfAbsent(entry.key(), file);
                if (first != null && origin != null) {
                    problems.add(twice(origin, first, file, entry, "this"));
                    problems.add(twice(file, entry, origin, first, "that"));
                }
            }
        });
        files.values().forEach(state -> state.kept().forEach(entry -> chosen.putIfAbsent(entry.key(), entry)));
        return chosen;
    }

    private static List<Entry> written(FileState state) {
        return state.entries().stream()
                .filter(entry -> !state.kept().contains(entry))
                .toList();
    }

    private static FileProblem twice(Path file, Entry entry, Path otherFile, Entry other, String used) {
        String message =
                "also in " + otherFile + ":" + other.line() + " (expected: each object once; " + used + " one is used)";
        return new FileProblem(file, entry.line(), entry.key().toString(), "", message);
    }

    private ResourceView view(Map<ObjectKey, Entry> now, Set<ObjectKey> brokenNow) {
        ResourceView view = loaded.view();
        for (ObjectKey key : used.keySet()) {
            if (!now.containsKey(key)) {
                view = view.without(key.kind().type(), key.namespace(), key.name());
            }
        }
        for (ObjectKey key : broken) {
            if (!brokenNow.contains(key)) {
                view = view.without(key.kind().type(), key.namespace(), key.name());
            }
        }
        for (ObjectKey key : brokenNow) {
            view = view.withUnreadable(key.kind().type(), key.namespace(), key.name());
        }
        for (Entry entry : now.values()) {
            view = view.with(entry.object());
        }
        return view;
    }
}
