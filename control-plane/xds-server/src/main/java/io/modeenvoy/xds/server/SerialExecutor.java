package io.modeenvoy.xds.server;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of one stream one after the other: those of the transport at once on the thread that brings them, those of others at the
 * stream's home. Idle, it costs nothing but its memory, which is little.
 */
final class SerialExecutor implements Executor {
    private static final int TURN = 16;

    private final Executor home;

    // Guarded by this.
    private boolean busy;
    private @Nullable Queue<Runnable> waiting; // null while nothing waits

    /** @param home where tasks run that do not come from the transport: best the thread that also does the transport's work */
    SerialExecutor(Executor home) {
        this.home = home;
    }

    Executor home() {
        return home;
    }

    /** Runs the task now, on this thread, unless another one is under way: then after that one. */
    void here(Runnable task) {
        if (begins(task)) {
            try {
                task.run();
            } finally {
                turn(TURN);
            }
        }
    }

    /** Runs the task at home. */
    @Override
    public void execute(Runnable task) {
        try {
            home.execute(() -> here(task));
        } catch (RejectedExecutionException e) {
            here(task); // the home is gone, and the stream is about to follow
        }
    }

    /** A few tasks at a time, so that no stream keeps the others waiting. */
    private void turn(int most) {
        for (int done = 0; done < most; done++) {
            Runnable task = next();
            if (task == null) {
                return;
            }
            task.run();
        }
        later();
    }

    private void later() {
        try {
            home.execute(() -> turn(TURN));
        } catch (RejectedExecutionException e) {
            turn(Integer.MAX_VALUE);
        }
    }

    private synchronized boolean begins(Runnable task) {
        if (busy) {
            Queue<Runnable> queue = waiting == null ? new ArrayDeque<>(4) : waiting;
            queue.add(task);
            waiting = queue;
            return false;
        }
        busy = true;
        return true;
    }

    private synchronized @Nullable Runnable next() {
        Runnable task = waiting == null ? null : waiting.poll();
        if (task == null) {
            waiting = null;
            busy = false;
        }
        return task;
    }
}
