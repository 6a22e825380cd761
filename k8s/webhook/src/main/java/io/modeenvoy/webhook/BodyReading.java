package io.modeenvoy.webhook;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Reads the bodies of many clients at once within bounds of memory and time, so that slow ones stand in nobody's way. */
final class BodyReading {
    private static final int CLIENTS = 512;
    private static final int CHUNK = 64 << 10;
    /** 64 MiB, of which so many clients that send next to nothing hold half. */
    private static final int CHUNKS = 1024;

    private final int largest;
    private final Duration limit;
    private final Semaphore clients = new Semaphore(CLIENTS);
    private final Semaphore chunks = new Semaphore(CHUNKS);

    /**
     * @param largest body, in bytes; of a larger one a few more are read
     * @param limit after which the connection of a body that has not come is closed
     */
    BodyReading(int largest, Duration limit) {
        this.largest = largest;
        this.limit = limit;
    }

    /** What was read; it has its place until it is closed. */
    final class Body implements AutoCloseable {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int held;

        private Body() {}

        private boolean fill(InputStream from) throws IOException {
            int last = CHUNK;
            while (last == CHUNK && !isTooLarge()) {
                if (!chunks.tryAcquire()) {
                    return false;
                }
                held++;
                byte[] chunk = from.readNBytes(CHUNK);
                bytes.writeBytes(chunk);
                last = chunk.length;
            }
            return true;
        }

        boolean isTooLarge() {
            return bytes.size() > largest;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }

        @Override
        public void close() {
            chunks.release(held);
            clients.release();
        }
    }

    /** Empty = there is no room for it. */
    Optional<Body> read(HttpExchange exchange) throws IOException {
        if (!clients.tryAcquire()) {
            return Optional.empty();
        }
        Body body = new Body();
        boolean complete = false;
        Thread end = Thread.ofVirtual().name("webhook-body-limit").start(() -> closeLate(exchange));
        try {
            complete = body.fill(exchange.getRequestBody());
        } finally {
            end.interrupt();
            if (!complete) {
                body.close();
            }
        }
        return complete ? Optional.of(body) : Optional.empty();
    }

    private void closeLate(HttpExchange exchange) {
        try {
            Thread.sleep(limit);
            exchange.close();
        } catch (InterruptedException e) {
            // It came in time.
        }
    }
}
