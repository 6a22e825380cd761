package io.modeenvoy.xds.translator;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the last pass made of each node, given to the next pass so that unchanged nodes cost a comparison. Immutable from outside. */
public final class Memo {
    private final Map<Key, Entry> entries;

    private Memo(Map<Key, Entry> entries) {
        this.entries = entries;
    }

    /** Nothing remembered. */
    public static Memo empty() {
        return new Memo(Map.of());
    }

    /** How many nodes are remembered. */
    public int size() {
        return entries.size();
    }

    Pass begin() {
        return new Pass(entries);
    }

    /** Translations are told apart by the kind of their output. */
    enum Kind {
        LISTENER,
        VIRTUAL_HOST,
        ROUTES,
        CLUSTER,
        COMPOSITE,
        ENDPOINTS,
        SECRET,
        POLICY
    }

    private record Key(Kind kind, String name) {}

    private record Entry(Object input, Object output) {}

    /** One pass: takes over from the last memo what is still true, and remembers only what the pass has asked for. Owned by the pass' thread. */
    static final class Pass {
        private final Map<Key, Entry> before;
        private final Map<Key, Entry> after = new HashMap<>();

        private Pass(Map<Key, Entry> before) {
            this.before = before;
        }

        /** {@code translation} of {@code input}, or what it gave for an equal input under this name. Records compare their parts by identity first. */
        <I, O> O once(Kind kind, String name, I input, Class<O> type, Function<I, O> translation) {
            Key key = new Key(kind, name);
            Entry entry = reusable(key, input);
            if (entry == null) {
                entry = new Entry(input, translation.apply(input));
            }
            after.put(key, entry);
            return type.cast(entry.output());
        }

        private @Nullable Entry reusable(Key key, Object input) {
            Entry now = after.get(key);
            Entry last = now == null ? before.get(key) : now;
            return last != null && last.input().equals(input) ? last : null;
        }

        Memo end() {
            return new Memo(Map.copyOf(after));
        }
    }
}
