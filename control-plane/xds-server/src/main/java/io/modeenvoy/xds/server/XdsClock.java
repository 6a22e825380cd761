package io.modeenvoy.xds.server;

import java.time.Duration;
import java.time.InstantSource;

/** Time as an input: what it is, and waking up later. */
public interface XdsClock extends InstantSource {
    /** Runs the task once after the delay, unless cancelled before. The task is short and does not block. */
    Alarm schedule(Duration delay, Runnable task);

    /** A task that has not run yet. */
    @FunctionalInterface
    interface Alarm {
        /** Forgets the task; harmless when it has run. */
        void cancel();
    }
}
