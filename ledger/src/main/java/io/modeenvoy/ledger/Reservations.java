package io.modeenvoy.ledger;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is known of reservation ids, in stripes, with a hint when the next one ends. */
final class Reservations {
    private static final int STRIPES = 64;

    private final Stripe[] stripes = new Stripe[STRIPES];
    private final AtomicLong nextEnd = new AtomicLong(Long.MAX_VALUE);

    Reservations() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    /** Does one step on an id, alone among all steps on that id. */
    <T> T step(String id, BiFunction<Stripe, @Nullable Reservation, T> step) {
        int hash = id.hashCode();
        return alone(stripes[(hash ^ hash >>> 16) & STRIPES - 1], stripe -> step.apply(stripe, stripe.get(id)));
    }

    private <T> T alone(Stripe stripe, Function<Stripe, T> action) {
        ReentrantLock lock = stripe.lock();
        lock.lock();
        try {
            T result = action.apply(stripe);
            nextEnd.accumulateAndGet(stripe.firstEnd(), Math::min);
            return result;
        } finally {
            lock.unlock();
        }
    }

    boolean isAnyEnding(long second) {
        return second >= nextEnd.get();
    }

    /** Visits every stripe to end what is due. */
    void sweep(Consumer<Stripe> visit) {
        nextEnd.set(Long.MAX_VALUE);
        for (Stripe stripe : stripes) {
            alone(stripe, one -> {
                visit.accept(one);
                return one;
            });
        }
    }

    /** Settled ids only guard against calls repeated within a minute: a new life starts without them. */
    void forgetSettled() {
        sweep(Stripe::forgetSettled);
    }

    void forEach(BiConsumer<String, Reservation> action) {
        for (Stripe stripe : stripes) {
            alone(stripe, one -> {
                one.forEach(action);
                return one;
            });
        }
    }
}
