package io.modeenvoy.k8s;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the objects whose status somebody else writes again and again though what we want has not changed, and makes our own writes to them rarer. Not safe
 * for several threads; time in nanoseconds.
 */
final class ContestedStatuses {
    /** More rewrites than these in a {@link #WINDOW} are a contest. */
    static final int PATIENCE = 5;

    static final Duration WINDOW = Duration.ofMinutes(1);
    static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Map<ObjectKey, History> written = new HashMap<>();
    private @Nullable Long toldAt;

    /** How often the same wish was written; a pause of zero = it is not contested. */
    private static final class History {
        private final WantedStatus want;
        private final Deque<Long> rewrites = new ArrayDeque<>(0);
        private Duration pause = Duration.ZERO;
        private long last;

        private History(WantedStatus want, long now) {
            this.want = want;
            this.last = now;
        }

        private boolean isContested() {
            return !pause.isZero();
        }

        private void rewritten(long now) {
            if (isContested()) {
                pause = now - last > pause.plus(WINDOW).toNanos() ? Duration.ZERO : longer(pause);
            } else {
                rewrites.add(now);
                while (now - rewrites.getFirst() > WINDOW.toNanos()) {
                    rewrites.removeFirst();
                }
                if (rewrites.size() > PATIENCE) {
                    rewrites.clear();
                    pause = FIRST_PAUSE;
                }
            }
            last = now;
        }

        private static Duration longer(Duration pause) {
            Duration doubled = pause.multipliedBy(2);
            return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        }
    }

    /** We wrote {@code want}; gives whether that should be told: the object is contested, and none was told of for a while. */
    boolean written(ObjectKey key, WantedStatus want, long now) {
        History history = written.get(key);
        if (history == null || !history.want.equals(want)) {
            written.put(key, new History(want, now));
            return false;
        }
        history.rewritten(now);
        Long told = toldAt;
        boolean tell = history.isContested() && (told == null || now - told > WINDOW.toNanos());
        toldAt = tell ? Long.valueOf(now) : told;
        return tell;
    }

    /** When {@code want} may be written next; never in the past. */
    long notBefore(ObjectKey key, WantedStatus want, long now) {
        History history = written.get(key);
        return history == null || !history.want.equals(want)
                ? now
                : Math.max(0, history.last + history.pause.toNanos() - now) + now;
    }

    /** How many objects are contested. */
    int count() {
        return (int) written.values().stream().filter(History::isContested).count();
    }

    /** Forgets the others. */
    void keep(Set<ObjectKey> keys) {
        written.keySet().retainAll(keys);
    }
}
