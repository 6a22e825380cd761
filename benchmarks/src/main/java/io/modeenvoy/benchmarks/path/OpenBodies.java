package io.modeenvoy.benchmarks.path;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Bodies that one key sends to their last byte but one and holds open; who is refused comes again. */
final class OpenBodies implements AutoCloseable {
    private static final int CHUNK = 64 << 10;

    private final int port;
    private final String key;
    private final int bytes;
    private final List<Thread> senders = new ArrayList<>();
    private final Map<Integer, LongAdder> refused = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private volatile boolean ending;

    private OpenBodies(int port, String key, int bytes) {
        this.port = port;
        this.key = key;
        this.bytes = bytes;
    }

    static OpenBodies start(int count, int bytes, int port, String key) {
        OpenBodies bodies = new OpenBodies(port, key, bytes);
        for (int i = 0; i < count; i++) {
            boolean announced = i % 2 == 0;
            bodies.senders.add(Thread.ofVirtual().start(() -> bodies.sendAgainAndAgain(announced)));
        }
        return bodies;
    }

    /** Refusals by status; 0 = the connection broke. */
    Map<Integer, Long> refused() {
        Map<Integer, Long> counts = new TreeMap<>();
        refused.forEach((status, count) -> counts.put(status, count.sum()));
        return counts;
    }

    /** How many were held at once with all their bytes sent. */
    int mostOpen() {
        return mostOpen.get();
    }

    private void sendAgainAndAgain(boolean announced) {
        while (!ending) {
            int status = send(announced);
            if (!ending) {
                refused.computeIfAbsent(status, code -> new LongAdder()).increment();
                pause(500);
            }
        }
    }

    /** The status that ended it. */
    private int send(boolean announced) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            out.write(head(announced).getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = new byte[CHUNK];
            java.util.Arrays.fill(chunk, (byte) ' ');
            for (int sent = 0; sent < bytes && in.available() == 0; sent += CHUNK) {
                write(out, chunk, announced);
            }
            return hold(in);
        } catch (IOException e) {
            return 0;
        }
    }

    private static void write(OutputStream out, byte[] chunk, boolean announced) throws IOException {
        if (announced) {
            out.write(chunk);
        } else {
            out.write((Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(chunk);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.flush();
    }

    private int hold(InputStream in) throws IOException {
        if (in.available() == 0) {
            mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
            while (!ending && in.available() == 0) {
                pause(20);
            }
            open.decrementAndGet();
        }
        byte[] line = ending ? new byte[0] : in.readNBytes(12);
        return line.length < 12 ? 0 : Integer.parseInt(new String(line, 9, 3, StandardCharsets.US_ASCII));
    }

    private String head(boolean announced) {
        return "POST /v1/chat/completions HTTP/1.1\r\n"
                + "host: 127.0.0.1\r\n"
                + "content-type: application/json\r\n"
                + "authorization: Bearer "
                + key + "\r\n"
                + (announced ? "content-length: " + (bytes + 1) : "transfer-encoding: chunked") + "\r\n\r\n";
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets go of all. */
    @Override
    public void close() {
        ending = true;
        senders.forEach(Thread::interrupt);
        for (Thread sender : senders) {
            try {
                sender.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
