package io.modeenvoy.ledger;

import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetWindow;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The state of one budget. Locks of several accounts are taken in the order of their ids. */
final class Account {
    /** When only open holds are in the way, room can come back at any time: a short wait is the best advice. */
    static final long HOLD_RETRY_MILLIS = 1000;

    private final String id;
    private final ReentrantLock lock = new ReentrantLock();
    /** Written under the ledger's exclusive lock. */
    private volatile BudgetPolicy policy;
    /** Replaced under the ledger's exclusive lock; its content is guarded by {@link #lock}. */
    private Counter counter;

    Account(BudgetPolicy policy, long now) {
        this.id = policy.id();
        this.policy = policy;
        this.counter = Counter.of(policy.window(), now);
    }

    String id() {
        return id;
    }

    BudgetPolicy policy() {
        return policy;
    }

    ReentrantLock lock() {
        return lock;
    }

    /** Takes a changed definition. Use is kept; what is held under another window is from now on booked, since its slots are gone. */
    void redefine(BudgetPolicy changed, long now) {
        if (!changed.window().equals(policy.window())) {
            counter.advance(now);
            long kept = Counter.plus(counter.settled(), counter.reserved());
            counter = Counter.of(changed.window(), now);
            counter.book(counter.slot(), kept);
        }
        policy = changed;
    }

    /** The counter, for whoever holds the lock. */
    Counter counter() {
        return counter;
    }

    /** Why {@code amount} does not fit, or null. */
    @Nullable
    Refusal refuse(long amount, long now) {
        long limit = policy.amount();
        if (policy.mode() == BudgetMode.SHADOW || fits(limit, amount)) {
            return null;
        }
        boolean never = amount > limit;
        return new Refusal(never, never ? counter.end() : retryAt(limit, amount, now), state());
    }

    /** Whether use that counts now may have been lost, and matters. */
    boolean isClosed(long unknownBefore) {
        return policy.mode() == BudgetMode.STRICT && counter.start() < unknownBefore;
    }

    /** When nothing that counts can be from before {@code unknownBefore}. */
    Instant opensAt(long unknownBefore, long now) {
        return Instant.ofEpochMilli(
                switch (policy.window()) {
                    case BudgetWindow.Calendar calendar -> counter.end();
                    case BudgetWindow.Sliding sliding -> now + unknownBefore - counter.start();
                });
    }

    private boolean fits(long limit, long amount) {
        long free = limit - counter.settled();
        return free >= counter.reserved() && amount <= free - counter.reserved();
    }

    private long retryAt(long limit, long amount, long now) {
        long room = limit - amount;
        if (counter.settled() <= room) {
            return Math.min(counter.end(), now + HOLD_RETRY_MILLIS);
        }
        return counter.freeAt(Counter.plus(counter.settled(), counter.reserved()) - room);
    }

    boolean isIdle(long now) {
        counter.advance(now);
        return counter.settled() == 0 && counter.reserved() == 0;
    }

    /** Holds as much of the amount as can be counted in the slot of an earlier life of the ledger. */
    Part restore(long slot, long amount, boolean strict) {
        counter.reach(slot);
        long held = Math.min(amount, Long.MAX_VALUE - counter.reserved());
        counter.hold(slot, held);
        return new Part(this, slot, held, strict);
    }

    /** Holds the amount in the current slot; a shadow budget holds no more than can be counted. */
    Part hold(long amount) {
        long held = Math.min(amount, Long.MAX_VALUE - counter.reserved());
        counter.hold(counter.slot(), held);
        return new Part(this, counter.slot(), held, policy.mode() == BudgetMode.STRICT);
    }

    /** Books the amount in the current slot. */
    Part charge(long amount) {
        counter.book(counter.slot(), amount);
        return new Part(this, counter.slot(), amount, policy.mode() == BudgetMode.STRICT);
    }

    /** Replaces what a part holds by what is booked of it. Takes the lock. */
    void settle(Part part, long booked, long now) {
        lock.lock();
        try {
            counter.advance(now);
            counter.hold(part.slot(), -part.amount());
            counter.book(part.slot(), booked);
        } finally {
            lock.unlock();
        }
    }

    BudgetState state() {
        return new BudgetState(
                policy,
                counter.settled(),
                counter.reserved(),
                Instant.ofEpochMilli(counter.start()),
                Instant.ofEpochMilli(counter.end()));
    }

    /**
     * A denial by one budget.
     *
     * @param never whether the amount exceeds the whole budget
     */
    record Refusal(boolean never, long retryAt, BudgetState state) {
        /** Whether this budget has room later than the other. */
        boolean isTighterThan(Refusal other) {
            return never == other.never ? retryAt > other.retryAt : never;
        }
    }
}
