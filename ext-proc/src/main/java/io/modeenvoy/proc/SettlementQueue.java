package io.modeenvoy.proc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Settlements that the ledger did not take, and when it is asked again: a few at first, after pauses of random length that grow, many once it takes them. Time
 * is counted in sweeps, one a second, so that no clock that is set matters. Thread-safe.
 */
final class SettlementQueue {
    /** How many wait at most; those that only give back take half of it. */
    static final int MOST = 65_536;

    private static final int BATCH = 4_096;
    private static final int PROBE = 16;
    /** A pause lasts up to two to the power of this. */
    private static final int MOST_REFUSALS = 4;

    private final long patience;
    private final RandomGenerator random;

    @GuardedBy("this")
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    @GuardedBy("this")
    private long sweep;

    @GuardedBy("this")
    private long next;

    /** Those that were due and are on their way. */
    @GuardedBy("this")
    private int trying;

    /** Of how many batches in a row some were refused. */
    @GuardedBy("this")
    private int refusals;

    @GuardedBy("this")
    private boolean refused;

    @GuardedBy("this")
    private boolean closed;

    /** One that was refused; given up at the sweep {@code until}. */
    record Waiting(Settlement settlement, long until) {}

    /** Gives each up after {@code patience} sweeps. */
    SettlementQueue(long patience, RandomGenerator random) {
        this.patience = patience;
        this.random = random;
    }

    synchronized int size() {
        return waiting.size() + trying;
    }

    /** Whether there is room for one that was refused. */
    synchronized boolean offer(Settlement settlement) {
        if (closed || size() >= (settlement.givesBack() ? MOST / 2 : MOST)) {
            return false;
        }
        refusals = Math.max(1, refusals);
        return waiting.add(new Waiting(settlement, sweep + patience));
    }

    /** Those to be told now; called once a second. Each comes back by {@link #done} or {@link #refused}. */
    synchronized List<Waiting> due() {
        sweep++;
        if (trying > 0 || sweep < next) {
            return List.of();
        }
        List<Waiting> due = new ArrayList<>();
        while (!waiting.isEmpty() && due.size() < (refusals == 0 ? BATCH : PROBE)) {
            due.add(waiting.remove());
        }
        trying = due.size();
        refused = false;
        return due;
    }

    synchronized void done() {
        trying--;
        pace();
    }

    /** Whether it can wait any longer. */
    synchronized boolean refused(Waiting one) {
        trying--;
        refused = true;
        boolean kept = !closed && sweep < one.until() && waiting.add(one);
        pace();
        return kept;
    }

    @GuardedBy("this")
    private void pace() {
        if (trying == 0) {
            refusals = refused ? Math.min(refusals + 1, MOST_REFUSALS) : 0;
            next = refused ? sweep + 1 + random.nextInt(1 << refusals) : sweep;
        }
    }

    /** Takes no more, and gives back all that wait. */
    synchronized List<Settlement> close() {
        closed = true;
        List<Settlement> rest = waiting.stream().map(Waiting::settlement).toList();
        waiting.clear();
        return rest;
    }
}
