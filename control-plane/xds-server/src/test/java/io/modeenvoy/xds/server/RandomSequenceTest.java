package io.modeenvoy.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Items 39 and 42 of the protocol suite, and whatever nobody thought of: the client ends with the content, after any sequence. */
final class RandomSequenceTest {
    private static final int SEQUENCES = 1_000;

    @ParameterizedTest
    @EnumSource
    void clientHoldsTheContentOnceAllIsQuiet(Dialect dialect) {
        Map<Long, String> failures = new TreeMap<>();
        LongStream.range(0, SEQUENCES).forEach(seed -> run(seed, dialect, failures));
        assertThat(failures).as("failing seeds").isEmpty();
    }

    private static void run(long seed, Dialect dialect, Map<Long, String> failures) {
        RandomWorld world = new RandomWorld(seed, dialect == Dialect.DELTA);
        try {
            world.run(20 + (int) (seed % 200));
            if (!world.differences().isEmpty()) {
                failures.put(seed, world.differences().toString());
            } else if (world.isChatty()) {
                failures.put(seed, "too many responses");
            }
        } catch (AssertionError | RuntimeException e) {
            failures.put(seed, e.toString());
        }
    }
}
