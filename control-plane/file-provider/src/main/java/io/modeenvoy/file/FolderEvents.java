package io.modeenvoy.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The file system's own events below a directory. They only hasten what the poll finds anyway. */
final class FolderEvents implements AutoCloseable {
    /** Editors write in steps: this long without an event means they are done. */
    private static final Duration QUIET = Duration.ofMillis(50);

    /** A file that was moved into place is whole; only its neighbours may follow. */
    private static final Duration QUIET_OF_MOVES = Duration.ofMillis(5);

    private static final Set<WatchEvent.Kind<?>> WHOLE =
            Set.of(StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);

    private static final Duration LONGEST = Duration.ofMillis(250);

    private final Path root;
    private final WatchService service;
    private final Map<WatchKey, Path> folders = new HashMap<>();
    private volatile boolean closed;

    private FolderEvents(Path root, WatchService service) {
        this.root = root;
        this.service = service;
    }

    static FolderEvents of(Path root) throws IOException {
        return new FolderEvents(root, FileSystems.getDefault().newWatchService());
    }

    /** Hears of changes in these folders from now on; one that cannot be heard is left to the poll. */
    void register(List<Path> found) {
        List<Path> all = found.isEmpty() ? parent() : found;
        folders.keySet().removeIf(key -> !key.isValid());
        for (Path folder : all) {
            if (!folders.containsValue(folder)) {
                register(folder);
            }
        }
    }

    /** Where a single file lies. */
    private List<Path> parent() {
        Path parent = root.toAbsolutePath().getParent();
        return parent == null ? List.of() : List.of(parent);
    }

    private void register(Path folder) {
        try {
            WatchKey key = folder.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            folders.put(key, folder);
        } catch (IOException | ClosedWatchServiceException e) {
            folders.values().remove(folder);
        }
    }

    /** Waits for events to come and go quiet; the files they named, absolute. Empty after {@code longest} without any. */
    Set<Path> await(Duration longest) throws InterruptedException {
        Set<Path> touched = new HashSet<>();
        WatchKey key = poll(longest);
        long end = System.nanoTime() + LONGEST.toNanos();
        boolean written = false;
        while (key != null) {
            written |= collect(key, touched);
            key = System.nanoTime() < end ? poll(written ? QUIET : QUIET_OF_MOVES) : null;
        }
        return touched;
    }

    private @Nullable WatchKey poll(Duration time) throws InterruptedException {
        try {
            return service.poll(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ClosedWatchServiceException e) {
            closed = true;
            return null;
        }
    }

    /** Whether somebody is writing: one of the events was more than a file that came or went as a whole. */
    private boolean collect(WatchKey key, Set<Path> touched) {
        Path folder = folders.get(key);
        boolean written = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            written |= !WHOLE.contains(event.kind());
            if (folder != null && event.context() instanceof Path name) {
                touched.add(folder.resolve(name).toAbsolutePath().normalize());
            }
        }
        key.reset();
        return written;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        try {
            service.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
