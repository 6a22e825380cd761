package io.modeenvoy.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Items 39 and 42 of the protocol suite, and whatever nobody thought of: the client ends with the content, after any sequence of subscriptions, wildcards, changes, removals,
 * rejections, silences and reconnects to either of two replicas.
 */
final class RandomSequenceTest {
    private static final long FIRST = Long.getLong("modeenvoy.xds.seed", 0);
    private static final long SEQUENCES = Long.getLong("modeenvoy.xds.sequences", 2_000);
    private static final long OVER_SOCKETS = Math.max(1, SEQUENCES / 40);
    private static final int MOVES = 300;

    @ParameterizedTest
    @EnumSource
    void clientHoldsTheContentOnceAllIsQuiet(Dialect dialect) {
        Map<Long, String> failures = new TreeMap<>();
        LongStream.range(FIRST, FIRST + SEQUENCES).forEach(seed -> {
            String verdict = verdict(dialect, seed);
            if (!verdict.isEmpty()) {
                failures.put(seed, verdict);
            }
        });
        assertThat(failures).as("failing seeds").isEmpty();
    }

    /** The same through transport and threads. */
    @ParameterizedTest
    @EnumSource
    void clientHoldsTheContentOverSockets(Dialect dialect) {
        Map<Long, String> failures = new TreeMap<>();
        LongStream.range(FIRST, FIRST + OVER_SOCKETS).forEach(seed -> {
            SocketLink first = new SocketLink(dialect == Dialect.DELTA);
            SocketLink second = new SocketLink(dialect == Dialect.DELTA);
            String verdict = verdict(new RandomWorld(seed, dialect == Dialect.DELTA, List.of(first, second)));
            if (!verdict.isEmpty()) {
                failures.put(seed, verdict);
            }
            first.shutDown();
            second.shutDown();
        });
        assertThat(failures).as("failing seeds").isEmpty();
    }

    /** Every seed that ever failed, so that it fails never again. */
    @ParameterizedTest
    @CsvSource({
        "DELTA, 4885",
        "DELTA, 46439",
        "DELTA, 71981",
        "DELTA, 149340",
        "DELTA, 179491",
        "SOTW, 40524",
        "SOTW, 32174",
        "SOTW, 35149",
        "SOTW, 1351",
        "SOTW, 79332",
        "SOTW, 83677"
    })
    void sequenceThatFailedOnceHolds(Dialect dialect, long seed) {
        assertThat(verdict(dialect, seed)).isEmpty();
    }

    /** What is wrong after the sequence of that seed, or nothing. */
    static String verdict(Dialect dialect, long seed) {
        boolean delta = dialect == Dialect.DELTA;
        return verdict(new RandomWorld(seed, delta, List.of(new ReducerLink(delta), new ReducerLink(delta))));
    }

    private static String verdict(RandomWorld world) {
        try {
            world.run(MOVES);
            return world.verdict();
        } catch (AssertionError | RuntimeException e) {
            return e.toString();
        }
    }
}
