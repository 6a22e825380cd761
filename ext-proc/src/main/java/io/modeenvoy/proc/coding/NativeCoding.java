package io.modeenvoy.proc.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.github.luben.zstd.util.Native;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;
import java.util.function.Supplier;
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

    /** A new one; empty = its library cannot be loaded here. */
    Optional<Coding> begin() {
        return isLoaded() ? Optional.of(coding.get()) : Optional.empty();
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
