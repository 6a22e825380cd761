package io.modeenvoy.file;

import java.util.List;

/**
 * A file as it was read last.
 *
 * @param entries its good objects, and the last good state of those that are broken now
 */
record FileState(Stamp stamp, List<Entry> entries, List<FileProblem> problems) {
    /** A file we have not seen. */
    static final FileState NONE = new FileState(Stamp.UNKNOWN, List.of(), List.of());

    FileState {
        entries = List.copyOf(entries);
        problems = List.copyOf(problems);
    }
}
