package io.modeenvoy.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last requests, oldest first. Guarded by itself. */
final class Journal {
    private final int size;
    private final Deque<JournalEntry> entries = new ArrayDeque<>();

    Journal(int size) {
        this.size = size;
    }

    synchronized void add(JournalEntry entry) {
        if (size == 0) {
            return;
        }
        if (entries.size() == size) {
            entries.removeFirst();
        }
        entries.addLast(entry);
    }

    synchronized List<SeenRequest> seen() {
        return entries.stream().map(JournalEntry::seen).toList();
    }

    synchronized void clear() {
        entries.clear();
    }
}
