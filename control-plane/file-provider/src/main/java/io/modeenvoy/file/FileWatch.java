package io.modeenvoy.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory that is read again after each change. One daemon thread; the folder's state is owned by it after the first reading. */
public final class FileWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    /** When a file with mistakes is looked at again before they are told: long enough for whoever writes it in pieces. */
    private static final Duration SECOND_LOOK = Duration.ofMillis(400);

    private final Folder folder;
    private final FolderEvents events;
    private final Consumer<Loaded> onChange;
    private final Thread thread;
    private volatile Loaded current;

    private FileWatch(Folder folder, FolderEvents events, Consumer<Loaded> onChange, Loaded first) {
        this.folder = folder;
        this.events = events;
        this.onChange = onChange;
        this.current = first;
        this.thread = Thread.ofPlatform().daemon().name("file-watch").unstarted(this::run);
    }

    static FileWatch start(Folder folder, Consumer<Loaded> onChange) {
        try {
            FolderEvents events = FolderEvents.of(folder.root());
            FolderScan scan = FolderScan.of(folder.root());
            events.register(scan.folders());
            FileWatch watch = new FileWatch(folder, events, onChange, folder.reload(scan, Set.of()));
            onChange.accept(watch.current);
            watch.thread.start();
            return watch;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last result. */
    public Loaded current() {
        return current;
    }

    @Override
    public void close() {
        events.close();
        thread.interrupt();
    }

    private void run() {
        while (!events.closed()) {
            try {
                again(events.await(folder.unsettled().isEmpty() ? POLL : SECOND_LOOK));
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                // The top of the thread: whatever went wrong, the next change is read.
                LOG.error("event=reload-failed object={}", folder.root(), e);
            }
        }
    }

    private void again(Set<Path> touched) {
        FolderScan scan = FolderScan.of(folder.root());
        events.register(scan.folders());
        Loaded before = current;
        Loaded now = folder.reload(scan, touched).settled(before, folder.unsettled());
        current = now;
        if (!now.equals(before) && !events.closed()) {
            onChange.accept(now);
        }
    }
}
