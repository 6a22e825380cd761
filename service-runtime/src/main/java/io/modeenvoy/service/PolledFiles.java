package io.modeenvoy.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small files that are read again and again and handed on together when the content of one is new. Content decides, not time or path: a Kubernetes
 * volume swaps symbolic links, and a certificate may be renewed without its key.
 */
public final class PolledFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolledFiles.class);

    private final List<Path> paths;
    private final Reader reader;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("polled-files").daemon().factory(), new ThreadPoolExecutor.DiscardPolicy());
    private List<byte[]> tried; // owned by the thread once it runs
    private String problem = ""; // the same

    /** Takes over what the files say, or throws and keeps what it had. */
    @FunctionalInterface
    public interface Reader {
        /** The contents in the order of the paths. */
        void read(List<byte[]> contents) throws IOException;
    }

    private PolledFiles(List<Path> paths, Reader reader, List<byte[]> tried) {
        this.paths = List.copyOf(paths);
        this.reader = reader;
        this.tried = tried;
    }

    /** Reads once, which must succeed, and then every {@code period}: what then cannot be read changes nothing and is logged once. */
    public static PolledFiles start(List<Path> paths, Duration period, Reader reader) throws IOException {
        List<byte[]> contents = contents(paths);
        reader.read(contents);
        PolledFiles files = new PolledFiles(paths, reader, contents);
        var _ = files.thread.scheduleWithFixedDelay(
                files::look, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        return files;
    }

    /** Looks at once, and returns when what is new has been read or refused. */
    public void poll() throws InterruptedException {
        try {
            thread.submit(this::look).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void look() {
        try {
            List<byte[]> contents = contents(paths);
            if (!same(contents, tried)) {
                tried = contents;
                reader.read(contents);
            }
            problem = "";
        } catch (IOException | RuntimeException e) {
            tell(String.valueOf(e.getMessage()));
        }
    }

    private void tell(String now) {
        if (!now.equals(problem)) {
            LOG.warn("files.reload.failed paths={} reason=\"{}\": what was read before stays in force", paths, now);
            problem = now;
        }
    }

    private static List<byte[]> contents(List<Path> paths) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (Path path : paths) {
            try {
                contents.add(Files.readAllBytes(path));
            } catch (NoSuchFileException e) {
                throw new IOException(path + ": no such file (expected: a file)", e);
            }
        }
        return contents;
    }

    private static boolean same(List<byte[]> some, List<byte[]> others) {
        for (int i = 0; i < some.size(); i++) {
            if (!Arrays.equals(some.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }
}
