package io.modeenvoy.testkit.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Framings at random. */
final class Framings {
    private static final int LARGEST_FRAME = 16_000;

    /** As any client does it. */
    static final Framing.Http1 PLAIN_1 = new Framing.Http1(List.of(), false, false, false, 1 << 16, -1);

    static final Framing.Http2 PLAIN_2 = new Framing.Http2(List.of(LARGEST_FRAME), 0, true, false, false, -1);

    private Framings() {}

    /** One for a body of that size. */
    static Framing any(RandomGenerator random, int size) {
        int cutAt = random.nextInt(8) == 0 ? random.nextInt(size + 1) : -1;
        return random.nextBoolean() ? http1(random, size, cutAt) : http2(random, size, cutAt);
    }

    private static Framing http1(RandomGenerator random, int size, int cutAt) {
        boolean chunked = random.nextBoolean();
        boolean asks = random.nextInt(5) == 0;
        boolean pipelined = cutAt < 0 && !asks && random.nextInt(4) == 0;
        int write = size < 2_000 && random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(1 << 16);
        // An end that comes before the client leaves would not be cut.
        int cut = cutAt == size ? size - 1 : cutAt;
        return new Framing.Http1(
                chunked ? sizes(random, size, 1 << 16) : List.of(),
                chunked && random.nextBoolean(),
                asks,
                pipelined,
                write,
                cut);
    }

    private static Framing http2(RandomGenerator random, int size, int cutAt) {
        return new Framing.Http2(
                sizes(random, size, LARGEST_FRAME),
                random.nextInt(3) == 0 ? 1 + random.nextInt(200) : 0,
                random.nextBoolean(),
                random.nextInt(3) == 0,
                random.nextInt(3) == 0,
                cutAt);
    }

    /** Small ones only for small bodies, so that no call takes long. */
    private static List<Integer> sizes(RandomGenerator random, int size, int largest) {
        int least = Math.min(largest, 1 + size / 500);
        List<Integer> sizes = new ArrayList<>();
        for (int more = random.nextInt(5); more >= 0; more--) {
            sizes.add(random.nextInt(3) == 0 ? least : least + random.nextInt(largest - least + 1));
        }
        return sizes;
    }
}
