package io.modeenvoy.benchmarks.xds;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One change on its way through a fleet: when the first and when the last proxy acknowledged it. */
public final class Wave {
    static final Wave NONE = new Wave("", 0);

    private final byte[] typeUrl;
    private final CountDownLatch left;
    private final long start = System.nanoTime();
    private volatile long first;
    private volatile long last;

    Wave(String typeUrl, int count) {
        this.typeUrl = typeUrl.getBytes(StandardCharsets.US_ASCII);
        this.left = new CountDownLatch(count);
    }

    /** Called on the fleet's thread. */
    void arrived(byte[] type) {
        if (left.getCount() > 0 && Arrays.equals(type, typeUrl)) {
            last = System.nanoTime();
            first = first == 0 ? last : first;
            left.countDown();
        }
    }

    public boolean await(Duration atMost) throws InterruptedException {
        return left.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    public double firstMillis() {
        return (first - start) / 1e6;
    }

    public double lastMillis() {
        return (last - start) / 1e6;
    }
}
