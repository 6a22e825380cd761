package io.modeenvoy.k8s;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Objects to look at, each once, by when. Not safe for several threads; time in nanoseconds. */
final class DueObjects {
    private final TreeSet<Due> order = new TreeSet<>(Due.FIRST);
    private final Map<ObjectKey, Due> byKey = new HashMap<>();
    private long count;

    /** The number keeps those of one moment in the order they came. */
    private record Due(long at, long number, ObjectKey key) {
        // Times of System.nanoTime() are compared by their difference.
        static final Comparator<Due> FIRST =
                ((Comparator<Due>) (a, b) -> Long.signum(a.at - b.at)).thenComparingLong(Due::number);
    }

    /** At {@code at}, or earlier if that was said before. */
    void add(ObjectKey key, long at) {
        Due before = byKey.get(key);
        if (before == null || at - before.at < 0) {
            if (before != null) {
                order.remove(before);
            }
            Due due = new Due(at, count++, key);
            byKey.put(key, due);
            order.add(due);
        }
    }

    /** The next one that is due, or null. */
    @Nullable
    ObjectKey poll(long now) {
        if (order.isEmpty() || order.first().at - now > 0) {
            return null;
        }
        Due due = order.removeFirst();
        byKey.remove(due.key);
        return due.key;
    }

    /** Nanoseconds until the next one is due; negative or zero = now, null = there is none. */
    @Nullable
    Long until(long now) {
        return order.isEmpty() ? null : order.first().at - now;
    }

    int size() {
        return order.size();
    }

    void clear() {
        order.clear();
        byKey.clear();
    }
}
