package io.modeenvoy.k8s;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes streams on which nothing came for a while: a connection whose other end has vanished without a word would be read from for ever. The API
 * server sends a bookmark about every minute on a watch that has nothing to tell.
 */
final class Watchdog implements AutoCloseable {
    private final Set<Guarded> streams = ConcurrentHashMap.newKeySet();
    private final long patienceNanos;
    private final Thread thread;

    Watchdog(Duration patience) {
        this.patienceNanos = patience.toNanos();
        this.thread = Thread.ofVirtual().name("kube-watchdog").start(() -> run(patience.dividedBy(10)));
    }

    private void run(Duration step) {
        try {
            while (true) {
                Thread.sleep(step);
                look();
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** The same stream, until it is silent for too long. */
    InputStream guard(InputStream stream) {
        Guarded guarded = new Guarded(stream);
        streams.add(guarded);
        return guarded;
    }

    private void look() {
        long now = System.nanoTime();
        for (Guarded stream : streams) {
            if (now - stream.lastRead > patienceNanos) {
                stream.abandon();
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        streams.forEach(Guarded::abandon);
    }

    /** Remembers when the last byte came. */
    private final class Guarded extends FilterInputStream {
        private volatile long lastRead = System.nanoTime();

        private Guarded(InputStream stream) {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            lastRead = System.nanoTime();
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            lastRead = System.nanoTime();
            return count;
        }

        @Override
        public void close() throws IOException {
            streams.remove(this);
            super.close();
        }

        private void abandon() {
            try {
                close();
            } catch (IOException e) {
                // The reader sees the end of the stream one way or the other.
            }
        }
    }
}
