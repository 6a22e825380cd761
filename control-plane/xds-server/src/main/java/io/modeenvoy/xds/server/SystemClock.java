package io.modeenvoy.xds.server;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The real time, with one thread that wakes others up. */
final class SystemClock implements XdsClock, AutoCloseable {
    private final ScheduledThreadPoolExecutor alarms;

    SystemClock() {
        alarms = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("xds-clock").daemon().factory());
        alarms.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public Alarm schedule(Duration delay, Runnable task) {
        ScheduledFuture<?> future = alarms.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void close() {
        alarms.shutdownNow();
    }
}
