package io.modeenvoy.devcluster;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was started, ended in the reverse order: when it is closed, and when the virtual machine ends, whichever comes first. It is told of the machine's end
 * from before the first start, so that nothing that is being started then is left behind.
 */
final class Started implements AutoCloseable {
    private final Deque<Runnable> ends = new ArrayDeque<>(); // guarded by this
    private final Thread atExit = Thread.ofPlatform().name("dev-cluster-end").unstarted(this::end);
    private boolean ended; // guarded by this

    /** Starts something. */
    interface Start<T> {
        T run() throws IOException;
    }

    /** How something is ended. */
    interface End<T> {
        void run(T part);
    }

    private Started() {}

    /** @throws IOException when the virtual machine ends already: nothing may be started any more */
    static Started nothing() throws IOException {
        Started started = new Started();
        try {
            Runtime.getRuntime().addShutdownHook(started.atExit);
        } catch (IllegalStateException e) {
            throw new IOException("nothing is started: the program is being ended", e);
        }
        return started;
    }

    /** Under the lock, though it starts a process: one that was started and is not known here yet would be left behind. */
    synchronized <T> T add(Start<T> start, End<T> end) throws IOException {
        if (ended) {
            throw new IOException("nothing is started: the program is being ended");
        }
        T part = start.run();
        ends.push(() -> end.run(part));
        return part;
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The virtual machine is ending and runs it.
        }
    }

    private synchronized void end() {
        ended = true;
        while (!ends.isEmpty()) {
            ends.pop().run();
        }
    }
}
