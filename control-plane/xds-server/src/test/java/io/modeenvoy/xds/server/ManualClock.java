package io.modeenvoy.xds.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A time that stands still until the test moves it. */
final class ManualClock implements XdsClock {
    private final List<Pending> pending = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized Alarm schedule(Duration delay, Runnable task) {
        Pending entry = new Pending(now.plus(delay), task);
        pending.add(entry);
        return () -> remove(entry);
    }

    /** Moves the time and runs what has become due, in order. */
    void advance(Duration by) {
        due(by).forEach(entry -> entry.task().run());
    }

    /** How many alarms are set. */
    synchronized int pending() {
        return pending.size();
    }

    private synchronized List<Pending> due(Duration by) {
        now = now.plus(by);
        List<Pending> due = new ArrayList<>(
                pending.stream().filter(entry -> !entry.at().isAfter(now)).toList());
        pending.removeAll(due);
        due.sort(Comparator.comparing(Pending::at));
        return due;
    }

    private synchronized void remove(Pending entry) {
        pending.remove(entry);
    }

    private record Pending(Instant at, Runnable task) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
