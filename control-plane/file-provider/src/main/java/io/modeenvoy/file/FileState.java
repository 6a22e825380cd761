package io.modeenvoy.file;

import java.util.List;

/**
 * A file as it was read last.
 *
 * @param entries its good objects, and the last good state of those that are broken now
 * @param broken those without a good state
 */
record FileState(Stamp stamp, List<Entry> entries, List<FileProblem> problems, List<ObjectKey> broken) {
    /** A file we have not seen. */
    static final FileState NONE = new FileState(Stamp.UNKNOWN, List.of(), List.of(), List.of());

    FileState {
        entries = List.copyOf(entries);
        problems = List.copyOf(problems);
        broken = List.copyOf(broken);
    }
}
