package io.modeenvoy.app.grants;

import io.modeenvoy.service.PolledFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file of grants that is read again when it changes; a broken one changes nothing and is logged. Streams that stand are left alone. */
public final class GrantsFile implements Supplier<GrantBook>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GrantsFile.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Path path;
    private final AtomicReference<GrantBook> book = new AtomicReference<>(GrantBook.listed(List.of()));
    private final PolledFiles file;

    private GrantsFile(Path path, Duration period) throws IOException {
        this.path = path;
        this.file = PolledFiles.start(List.of(path), period, this::read);
    }

    /** Reads the file, which must be good, and goes on reading it. */
    public static GrantsFile open(Path path) throws IOException {
        return open(path, PERIOD);
    }

    static GrantsFile open(Path path, Duration period) throws IOException {
        return new GrantsFile(path, period);
    }

    @Override
    public GrantBook get() {
        return book.get();
    }

    /** Looks at the file at once. */
    void poll() throws InterruptedException {
        file.poll();
    }

    @Override
    public void close() {
        file.close();
    }

    private void read(List<byte[]> contents) throws IOException {
        GrantsReader reader =
                GrantsReader.read(path.toString(), new String(contents.getFirst(), StandardCharsets.UTF_8));
        if (!reader.problems().isEmpty()) {
            throw new IOException(String.join("; ", reader.problems()));
        }
        book.set(GrantBook.listed(reader.grants()));
        LOG.info("grants.loaded file={} grants={}", path, reader.grants().size());
    }
}
