package io.modeenvoy.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/**
 * Keeps a long-running command running until SIGTERM or SIGINT, then lets it end in its own order. The virtual machine would exit with 143; the
 * shutdown hook waits for the command and halts with the command's own code.
 */
final class UntilStopped {
    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicInteger exitCode = new AtomicInteger(ExitCode.GOOD);
    private final Thread hook = Thread.ofPlatform().name("shutdown").unstarted(this::shutdown);

    /** Runs a command that ends when asked, and gives its exit code. */
    static int run(ToIntFunction<UntilStopped> command) {
        UntilStopped stop = new UntilStopped();
        Runtime.getRuntime().addShutdownHook(stop.hook);
        try {
            return stop.finish(command.applyAsInt(stop));
        } catch (RuntimeException e) {
            stop.asked.countDown();
            stop.finish(ExitCode.CANNOT);
            throw e;
        }
    }

    /** Returns when the process is asked to end, or {@link #end} was called. */
    void await() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the waiting without a signal. */
    void end() {
        asked.countDown();
    }

    private int finish(int code) {
        exitCode.set(code);
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook runs and halts; System.exit would wait for the hook for ever.
            parkForEver();
        }
        return code;
    }

    private static void parkForEver() {
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // The process is about to halt.
            }
        }
    }

    private void shutdown() {
        asked.countDown();
        try {
            boolean ended = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            Runtime.getRuntime().halt(ended ? exitCode.get() : ExitCode.CANNOT);
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(ExitCode.CANNOT);
        }
    }
}
