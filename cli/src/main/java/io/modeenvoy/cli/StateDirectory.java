package io.modeenvoy.cli;

import io.modeenvoy.app.Pepper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Where a gateway on this machine keeps what must survive a restart: the pepper, the ledger's journal, logs, what broken files said last. */
record StateDirectory(Path path) {
    /** The one given, or {@code .modeenvoy} in the directory of resources. */
    static StateDirectory of(@Nullable Path given, Path resources) {
        return new StateDirectory(given == null ? resources.resolve(".modeenvoy") : given);
    }

    /** Makes it, readable by its owner only and ignored by git. */
    StateDirectory prepare() {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path);
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
                Files.writeString(path.resolve(".gitignore"), "*\n");
            }
            return this;
        } catch (IOException e) {
            throw new CannotException(path + ": cannot make the state directory: " + e.getMessage(), e);
        }
    }

    Pepper pepper() {
        try {
            return Pepper.in(path);
        } catch (IOException e) {
            throw new CannotException("cannot read the pepper: " + e.getMessage(), e);
        }
    }

    Path ledger() {
        return path.resolve("ledger");
    }

    /** What broken files said when they were good. */
    Path lastGood() {
        return path.resolve("last-good.json");
    }

    Path accessLog() {
        return path.resolve("access.log");
    }

    Path envoyLog() {
        return path.resolve("envoy.log");
    }
}
