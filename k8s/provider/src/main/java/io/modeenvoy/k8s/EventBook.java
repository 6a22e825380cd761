package io.modeenvoy.k8s;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which events are written, and when: equal ones become one that counts, and of all others only so many are written for an object and in all. Those beyond
 * are lost, for the statuses say it too. Not safe for several threads; {@code now} in nanoseconds.
 */
final class EventBook {
    /** Of one object at once, and then one each {@link #OBJECT_PAUSE}. */
    static final int OF_OBJECT = 10;

    static final Duration OBJECT_PAUSE = Duration.ofMinutes(1);
    /** Of all objects at once, and then one each {@link #PAUSE}. */
    static final int AT_ONCE = 100;

    static final Duration PAUSE = Duration.ofSeconds(1);
    /** Of those at once, so many are kept for warnings. */
    static final int FOR_WARNINGS = AT_ONCE / 2;
    /** An event that is equal to one not longer ago than this is the same again. */
    static final Duration SERIES = Duration.ofMinutes(6);
    /** Between two writes of a count. */
    static final Duration COUNTING = Duration.ofMinutes(1);

    private static final int REMEMBERED = 4096;

    private final Map<ObjectEvent, Series> known = bounded();
    private final Map<ObjectKey, TokenBucket> objects = bounded();
    private final TokenBucket all;
    private long number;

    EventBook(long now) {
        this.all = new TokenBucket(PAUSE, AT_ONCE, now);
    }

    /**
     * An event as it is to be written.
     *
     * @param count 1 = it is new
     */
    record Entry(ObjectEvent event, String name, Instant first, Instant last, int count) {}

    /** How often an event has come. */
    private static final class Series {
        private final String name;
        private final Instant first;
        private Instant last;
        private long lastAt;
        private int count = 1;
        private int written = 1;
        private long writtenAt;

        private Series(String name, Instant first, long now) {
            this.name = name;
            this.first = first;
            this.last = first;
            this.lastAt = now;
            this.writtenAt = now;
        }

        private boolean goesOn(long now) {
            return now - lastAt <= SERIES.toNanos();
        }

        private void again(Instant at, long now) {
            count++;
            last = at;
            lastAt = now;
        }

        private boolean isDue(long now) {
            return count > written && now - writtenAt >= COUNTING.toNanos();
        }

        private void counted(long now) {
            written = count;
            writtenAt = now;
        }
    }

    /** Of what is told only so much more is remembered as is good for us. */
    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    /** What to write of an event that came at {@code at}. */
    Fate told(ObjectEvent event, Instant at, long now) {
        Series before = known.get(event);
        if (before != null && before.goesOn(now)) {
            before.again(at, now);
            return new Fate.Counted();
        }
        boolean warns = event.type() == ObjectEvent.Type.WARNING;
        TokenBucket own = objects.computeIfAbsent(event.object(), _ -> new TokenBucket(OBJECT_PAUSE, OF_OBJECT, now));
        if (!own.has(1, now) || !all.has(warns ? 1 : 1 + FOR_WARNINGS, now)) {
            return new Fate.Lost();
        }
        own.take(now);
        all.take(now);
        Series series = new Series(name(event.object(), at), at, now);
        known.put(event, series);
        return new Fate.Written(entry(event, series));
    }

    /** What becomes of an event. */
    sealed interface Fate {
        /** It is written now. */
        record Written(Entry entry) implements Fate {}

        /** It is one more of a series. */
        record Counted() implements Fate {}

        /** There were too many. */
        record Lost() implements Fate {}
    }

    /** The counts that should be written by now. */
    List<Entry> due(long now) {
        List<Entry> due = new ArrayList<>();
        known.forEach((event, series) -> {
            if (series.isDue(now) && all.has(1, now)) {
                all.take(now);
                series.counted(now);
                due.add(entry(event, series));
            }
        });
        return due;
    }

    /** It could not be written: the next one like it is a new one. */
    void failed(ObjectEvent event) {
        known.remove(event);
    }

    private static Entry entry(ObjectEvent event, Series series) {
        return new Entry(event, series.name, series.first, series.last, series.count);
    }

    /** Unlike all others, and no longer than a name may be. */
    private String name(ObjectKey object, Instant at) {
        String name = object.name().substring(0, Math.min(object.name().length(), 200));
        long micros = at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
        return String.format(Locale.ROOT, "%s.%x.%x", name.replaceFirst("[^a-z0-9]+$", ""), micros, number++);
    }
}
