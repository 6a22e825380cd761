package io.modeenvoy.xds.server;

import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The streams of one group with the same home: a publication costs them one wake-up together. */
final class Crowd {
    private static final int TURN = 256;

    private final Executor home;
    private final Set<XdsStream> members = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean pending = new AtomicBoolean();

    Crowd(Executor home) {
        this.home = home;
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
        if (pending.compareAndSet(false, true)) {
            execute(this::walk);
        }
    }

    private void walk() {
        pending.set(false);
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
