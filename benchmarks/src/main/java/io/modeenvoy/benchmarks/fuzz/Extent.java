package io.modeenvoy.benchmarks.fuzz;

import java.time.Duration;

/**
 * How much is tried.
 *
 * @param only the number of the one call to make again; -1 = all
 */
record Extent(Duration length, long seed, int only) {
    private static final String USAGE = "usage: bin/fuzz edge [--minutes N] [--seed S] [--only INDEX]";

    /** One minute and a seed of the clock, where the arguments say nothing else. */
    static Extent parse(String... arguments) {
        Extent extent = new Extent(Duration.ofMinutes(1), System.currentTimeMillis(), -1);
        if (arguments.length % 2 != 1 || !arguments[0].equals("edge")) {
            throw new IllegalArgumentException(USAGE);
        }
        for (int i = 1; i < arguments.length; i += 2) {
            long value = number(arguments[i], arguments[i + 1]);
            extent = switch (arguments[i]) {
                case "--minutes" -> new Extent(Duration.ofMinutes(value), extent.seed, extent.only);
                case "--seed" -> new Extent(extent.length, value, extent.only);
                case "--only" -> new Extent(extent.length, extent.seed, Math.toIntExact(value));
                default -> throw new IllegalArgumentException(arguments[i] + ": unknown; " + USAGE);
            };
        }
        return extent;
    }

    private static long number(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: a whole number); " + USAGE, e);
        }
    }
}
