package io.modeenvoy.ledger;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Counts the last {@code length} in {@value #BUCKETS} buckets and the partial one before them, in full. So whatever was used in the
 * last {@code length} counts, and nothing older than {@code length} and one bucket.
 */
final class SlidingCounter implements Counter {
    static final int BUCKETS = 60;
    private static final int KEPT = BUCKETS + 1;

    private final long width;
    private final long[] settledIn = new long[KEPT];
    private final long[] reservedIn = new long[KEPT];
    private long newest;
    private long settled;
    private long reserved;

    SlidingCounter(long lengthMillis, long now) {
        width = Math.max(1, Math.ceilDiv(lengthMillis, BUCKETS));
        newest = Math.floorDiv(now, width);
    }

    @Override
    public void advance(long now) {
        long bucket = Math.floorDiv(now, width);
        if (bucket - newest >= KEPT) {
            Arrays.fill(settledIn, 0);
            Arrays.fill(reservedIn, 0);
            settled = 0;
            reserved = 0;
            newest = bucket;
        }
        while (newest < bucket) {
            newest++;
            leave(index(newest));
        }
    }

    private void leave(int index) {
        settled -= settledIn[index];
        reserved -= reservedIn[index];
        settledIn[index] = 0;
        reservedIn[index] = 0;
    }

    private static int index(long bucket) {
        return (int) Math.floorMod(bucket, (long) KEPT);
    }

    @Override
    public long slot() {
        return newest;
    }

    @Override
    public void reach(long slot) {
        advance(slot * width);
    }

    @Override
    public long slotTime() {
        return newest * width;
    }

    @Override
    public LongStream slots() {
        return LongStream.rangeClosed(oldest(), newest);
    }

    @Override
    public boolean isLive(long slot) {
        return slot <= newest && slot > newest - KEPT;
    }

    @Override
    public void hold(long slot, long change) {
        if (isLive(slot)) {
            reservedIn[index(slot)] += change;
            reserved += change;
        }
    }

    @Override
    public void book(long slot, long amount) {
        if (isLive(slot)) {
            long counted = Math.min(amount, Long.MAX_VALUE - settled);
            settledIn[index(slot)] += counted;
            settled += counted;
        }
    }

    @Override
    public long settled() {
        return settled;
    }

    @Override
    public long settled(long slot) {
        return isLive(slot) ? settledIn[index(slot)] : 0;
    }

    @Override
    public long reserved() {
        return reserved;
    }

    @Override
    public long start() {
        return oldest() * width;
    }

    @Override
    public long end() {
        for (long bucket = newest; bucket > oldest(); bucket--) {
            if (counted(bucket) > 0) {
                return leavesAt(bucket);
            }
        }
        return leavesAt(oldest());
    }

    @Override
    public long freeAt(long surplus) {
        long left = surplus;
        for (long bucket = oldest(); bucket <= newest; bucket++) {
            left -= Math.min(left, counted(bucket));
            if (left == 0) {
                return leavesAt(bucket);
            }
        }
        return end();
    }

    private long oldest() {
        return newest - BUCKETS;
    }

    private long counted(long bucket) {
        return Counter.plus(settledIn[index(bucket)], reservedIn[index(bucket)]);
    }

    private long leavesAt(long bucket) {
        return (bucket + KEPT) * width;
    }
}
