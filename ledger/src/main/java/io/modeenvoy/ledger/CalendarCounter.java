package io.modeenvoy.ledger;

import io.modeenvoy.policy.BudgetWindow;
import java.time.Instant;
import java.util.stream.LongStream;

/** Counts one calendar window, which is its only slot: the window's first millisecond. */
final class CalendarCounter implements Counter {
    private final BudgetWindow.Calendar window;
    private long start;
    private long end;
    private long settled;
    private long reserved;

    CalendarCounter(BudgetWindow.Calendar window, long now) {
        this.window = window;
        enter(now);
    }

    private void enter(long now) {
        CalendarSpan span = CalendarSpan.containing(Instant.ofEpochMilli(now), window);
        start = span.start().toEpochMilli();
        end = span.end().toEpochMilli();
        settled = 0;
        reserved = 0;
    }

    @Override
    public void advance(long now) {
        if (now >= end) {
            enter(now);
        }
    }

    @Override
    public long slot() {
        return start;
    }

    @Override
    public void reach(long slot) {
        advance(slot);
    }

    @Override
    public long slotTime() {
        return start;
    }

    @Override
    public LongStream slots() {
        return LongStream.of(start);
    }

    @Override
    public boolean isLive(long slot) {
        return slot == start;
    }

    @Override
    public void hold(long slot, long change) {
        if (isLive(slot)) {
            reserved += change;
        }
    }

    @Override
    public void book(long slot, long amount) {
        if (isLive(slot)) {
            settled = Counter.plus(settled, amount);
        }
    }

    @Override
    public long settled() {
        return settled;
    }

    @Override
    public long settled(long slot) {
        return isLive(slot) ? settled : 0;
    }

    @Override
    public long reserved() {
        return reserved;
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public long freeAt(long surplus) {
        return end;
    }
}
