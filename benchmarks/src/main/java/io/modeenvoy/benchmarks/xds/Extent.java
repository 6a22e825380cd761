package io.modeenvoy.benchmarks.xds;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How much is measured.
 *
 * @param streams sizes of the fleets
 * @param objects sizes of the control planes in which one object changes
 */
record Extent(List<Integer> streams, int rounds, int stormRounds, List<Integer> objects, Duration idle) {
    private static final String USAGE = "bin/bench xds [--quick] [--streams 1000,5000,10000] [--rounds 5]";

    Extent {
        streams = List.copyOf(streams);
        objects = List.copyOf(objects);
    }

    /** About a quarter of an hour, or three minutes with {@code --quick}. */
    static Extent of(String[] arguments) {
        boolean quick = List.of(arguments).contains("--quick");
        Extent extent = quick
                ? new Extent(List.of(1000, 5000), 2, 1, List.of(10_000), Duration.ofSeconds(3))
                : new Extent(List.of(1000, 5000, 10_000), 5, 3, List.of(10_000, 100_000), Duration.ofSeconds(10));
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> {}
                case "--streams" -> extent = extent.withStreams(value(arguments, ++i));
                case "--rounds" -> extent = extent.withRounds(Integer.parseInt(value(arguments, ++i)));
                default -> throw new IllegalArgumentException(arguments[i] + " (expected: " + USAGE + ")");
            }
        }
        return extent;
    }

    private static String value(String[] arguments, int index) {
        if (index == arguments.length) {
            throw new IllegalArgumentException(arguments[index - 1] + ": no value (expected: " + USAGE + ")");
        }
        return arguments[index];
    }

    int most() {
        return streams.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    /** Fewer changes where each takes longer. */
    int changes(int size) {
        return size <= 1000 ? 50 : size <= 5000 ? 30 : 20;
    }

    private Extent withStreams(String sizes) {
        List<Integer> parsed =
                Arrays.stream(sizes.split(",", -1)).map(Integer::valueOf).toList();
        return new Extent(parsed, rounds, stormRounds, objects, idle);
    }

    private Extent withRounds(int count) {
        return new Extent(streams, count, Math.min(count, stormRounds), objects, idle);
    }
}
