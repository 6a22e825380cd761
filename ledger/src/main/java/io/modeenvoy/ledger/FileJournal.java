package io.modeenvoy.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps a ledger's state in an append-only file. */
public final class FileJournal extends Journal {
    private FileJournal() {}

    /** Opens or creates the journal in {@code dir}. */
    public static FileJournal open(Path dir) throws IOException {
        Files.createDirectories(dir);
        return new FileJournal();
    }

    @Override
    public void close() {}
}
