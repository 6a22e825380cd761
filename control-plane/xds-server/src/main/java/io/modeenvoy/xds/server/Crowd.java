package io.modeenvoy.xds.server;

import java.time.Instant;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The streams of one group with the same home: a publication costs them one wake-up together. */
final class Crowd {
    private static final int TURN = 256;

    private final Executor home;
    private final XdsClock clock;
    private final Set<XdsStream> members = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Instant> pending = new AtomicReference<>();
    private volatile @Nullable Instant underWay;

    Crowd(Executor home, XdsClock clock) {
        this.home = home;
        this.clock = clock;
    }

    void add(XdsStream stream) {
        members.add(stream);
    }

    void remove(XdsStream stream) {
        members.remove(stream);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** The group has new content. */
    void published() {
        if (pending.compareAndSet(null, clock.instant())) {
            execute(this::walk);
        }
    }

    /** When that was published which not all have taken in; null before any publication. */
    @Nullable
    Instant since() {
        Instant waiting = pending.get();
        return waiting == null ? underWay : waiting;
    }

    private void walk() {
        underWay = pending.getAndSet(null);
        turn(members.iterator());
    }

    /** Some at a time, so that their answers are read meanwhile. */
    private void turn(Iterator<XdsStream> rest) {
        for (int i = 0; i < TURN && rest.hasNext(); i++) {
            rest.next().published();
        }
        if (rest.hasNext()) {
            execute(() -> turn(rest));
        }
    }

    private void execute(Runnable task) {
        try {
            home.execute(task);
        } catch (RejectedExecutionException e) {
            // The home is shut, and with it the transport of all these streams.
        }
    }
}
