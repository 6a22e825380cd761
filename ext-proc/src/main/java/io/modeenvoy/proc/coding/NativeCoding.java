package io.modeenvoy.proc.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.github.luben.zstd.util.Native;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A coding whose library is native. It is loaded when the first such answer comes, for most providers never send one; where that fails (another libc, a folder for temporary files that runs no
 * code) the coding is as good as one that nobody knows. Thread-safe.
 */
final class NativeCoding {
    static final NativeCoding BROTLI = new NativeCoding("br", Brotli4jLoader::ensureAvailability, Brotli::new);
    static final NativeCoding ZSTD = new NativeCoding("zstd", Native::load, Zstd::new);

    /** Each may take 18 MiB beyond the heap, for some bytes of an answer that never ends; of all answers together. */
    static final int MOST_OPEN = 8;

    private static final Semaphore OPEN = new Semaphore(MOST_OPEN);
    private static final Logger LOG = LoggerFactory.getLogger(NativeCoding.class);

    private final String name;
    private final Runnable library;
    private final Supplier<Coding> coding;

    @GuardedBy("this")
    private @Nullable Boolean loaded;

    NativeCoding(String name, Runnable library, Supplier<Coding> coding) {
        this.name = name;
        this.library = library;
        this.coding = coding;
    }

    /** A new one; empty = its library cannot be loaded here, or too many are open. */
    Optional<Coding> begin() {
        return isLoaded() && OPEN.tryAcquire() ? Optional.of(new Counted(coding.get())) : Optional.empty();
    }

    /** One of those that are open, until it is closed, once or more often. */
    private static final class Counted implements Coding {
        private final Coding coding;
        private boolean closed;

        private Counted(Coding coding) {
            this.coding = coding;
        }

        @Override
        public void feed(byte[] bytes, int from, int to, Sink sink) throws DataFormatException {
            coding.feed(bytes, from, to, sink);
        }

        @Override
        public boolean isWhole() {
            return coding.isWhole();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                OPEN.release();
                coding.close();
            }
        }
    }

    private synchronized boolean isLoaded() {
        if (loaded == null) {
            loaded = load();
        }
        return loaded;
    }

    private boolean load() {
        try {
            library.run();
            return true;
        } catch (LinkageError e) {
            LOG.warn(
                    "coding.unavailable coding={} reason={} effect=\"answers in it pass as they are, and their use counts as unknown\"",
                    name,
                    String.valueOf(e.getCause() == null ? e : e.getCause()));
            return false;
        }
    }
}
