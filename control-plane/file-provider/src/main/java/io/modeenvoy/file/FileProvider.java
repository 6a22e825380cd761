package io.modeenvoy.file;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;

/** The way in: a directory of YAML (or one file) as a {@link io.modeenvoy.crd.ResourceView}. */
public final class FileProvider {
    private FileProvider() {}

    /** Reads once. Mistakes are in the result; nothing is thrown for what files hold or lack. */
    public static Loaded load(Path dir) {
        return new Folder(dir, Schemas.shared()).reload(FolderScan.of(dir), Set.of());
    }

    /**
     * Reads, and again after each change, until closed. {@code onChange} gets the first result before this returns, on the caller's thread,
     * and later ones on the watch's own. An object that did not change keeps its Java instance; one that is broken now keeps its last good state.
     */
    public static FileWatch watch(Path dir, Consumer<Loaded> onChange) {
        return FileWatch.start(new Folder(dir, Schemas.shared()), onChange);
    }

    /** The same, and what is broken when this process ends keeps its last good state in the next one, too: that is kept in the file {@code memory}. */
    public static FileWatch watch(Path dir, Path memory, Consumer<Loaded> onChange) {
        return FileWatch.start(new Folder(dir, Schemas.shared(), new LastGood(memory, dir)), onChange);
    }
}
