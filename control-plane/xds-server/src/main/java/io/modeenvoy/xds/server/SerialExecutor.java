package io.modeenvoy.xds.server;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs the tasks of one stream one after the other on a shared pool; idle, it costs nothing but its memory. */
final class SerialExecutor implements Executor {
    private static final int TURN = 16;

    private final Executor pool;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    SerialExecutor(Executor pool) {
        this.pool = pool;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            pool.execute(this::turn);
        }
    }

    /** A few tasks at a time, so that no stream keeps the others waiting. */
    private void turn() {
        int done = 0;
        while (done < TURN) {
            Runnable task = tasks.poll();
            if (task == null) {
                break;
            }
            task.run();
            done++;
        }
        if (waiting.addAndGet(-done) > 0) {
            pool.execute(this::turn);
        }
    }
}
