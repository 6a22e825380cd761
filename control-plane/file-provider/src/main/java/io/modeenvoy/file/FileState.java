package io.modeenvoy.file;

import java.util.List;

/**
 * A file as it was read last.
 *
 * @param entries its good objects, and the last good state of those that are broken now
 * @param broken those without a good state
 * @param kept of the entries those that are broken now
 */
record FileState(
        Stamp stamp, List<Entry> entries, List<FileProblem> problems, List<ObjectKey> broken, List<Entry> kept) {
    /** A file we have not seen. */
    static final FileState NONE = new FileState(Stamp.UNKNOWN, List.of(), List.of(), List.of(), List.of());

    FileState {
        entries = List.copyOf(entries);
        problems = List.copyOf(problems);
        broken = List.copyOf(broken);
        kept = List.copyOf(kept);
    }

    /** A file that is yet to be read, and these of its objects as they were good last. */
    static FileState remembered(List<Entry> entries) {
        return new FileState(Stamp.UNKNOWN, entries, List.of(), List.of(), entries);
    }
}
