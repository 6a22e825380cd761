package io.modeenvoy.benchmarks.soak;

import java.time.Duration;

/**
 * How long and how much.
 *
 * @param pause between two publications
 */
record Extent(Duration length, int proxies, Duration pause, long seed) {
    private static final String USAGE = "soak [--minutes N] [--proxies N] [--pause-ms N] [--seed N]";

    static Extent parse(String... arguments) {
        Extent extent = new Extent(Duration.ofMinutes(5), 500, Duration.ofMillis(500), System.nanoTime());
        for (int i = 0; i < arguments.length; i += 2) {
            long value = i + 1 < arguments.length ? number(arguments[i + 1]) : -1;
            if (value < 0) {
                throw new IllegalArgumentException(arguments[i] + ": no number (expected: " + USAGE + ")");
            }
            extent = extent.with(arguments[i], value);
        }
        return extent;
    }

    private Extent with(String option, long value) {
        return switch (option) {
            case "--minutes" -> new Extent(Duration.ofMinutes(value), proxies, pause, seed);
            case "--proxies" -> new Extent(length, Math.toIntExact(value), pause, seed);
            case "--pause-ms" -> new Extent(length, proxies, Duration.ofMillis(value), seed);
            case "--seed" -> new Extent(length, proxies, pause, value);
            default -> throw new IllegalArgumentException(option + ": unknown (expected: " + USAGE + ")");
        };
    }

    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }
}
