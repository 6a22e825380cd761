package io.modeenvoy.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a soak has found.
 *
 * @param failures what was wrong with the calls through Envoy, in its words and ours
 * @param stale proxies that held something else than what was published when all was quiet, at any quiet moment
 * @param foreign resources that proxies got and nobody had published
 * @param mostOffers how often the same rejected resource came to one proxy on one stream, at most
 * @param offersAllowed how often it may: the guilty one of many is found by halving
 * @param endedByServer streams that the server ended
 */
record Findings(
        long calls,
        long failedCalls,
        List<String> failures,
        List<String> stale,
        int quietMoments,
        int foreign,
        int mostOffers,
        int offersAllowed,
        long rejections,
        long endedByServer,
        List<Sample> samples) {
    private static final double HEAP_SLOPE_ALLOWED = 0.5;

    /** A line of the table. */
    private record Line(String what, String found, String goal, boolean reached) {}

    Findings {
        failures = List.copyOf(failures);
        stale = List.copyOf(stale);
        samples = List.copyOf(samples);
    }

    /** What does not reach its goal; empty when all is well. */
    List<String> missed() {
        return lines().stream()
                .filter(line -> !line.reached())
                .map(line -> line.what() + ": " + line.found() + " (expected: " + line.goal() + ")")
                .toList();
    }

    /** As a table with one line for each goal. */
    String table() {
        StringBuilder table = new StringBuilder("| | found | goal | |\n| --- | --- | --- | --- |\n");
        for (Line line : lines()) {
            table.append("| %s | %s | %s | %s |%n"
                    .formatted(line.what(), line.found(), line.goal(), line.reached() ? "reached" : "MISSED"));
        }
        return table.toString();
    }

    private List<Line> lines() {
        return List.of(
                atMost("failed calls of " + calls, failedCalls, 0),
                atMost("errors that Envoy reports", failures.size(), 0),
                atMost("stale or stuck proxies at " + quietMoments + " quiet moments", stale.size(), 0),
                atMost("resources nobody published", foreign, 0),
                atMost(
                        "offers of one rejected resource on a stream, " + rejections + " rejections",
                        mostOffers,
                        offersAllowed),
                atMost("streams ended by the server", endedByServer, 0),
                heap(),
                threads());
    }

    private static Line atMost(String what, long found, long most) {
        return new Line(what, Long.toString(found), most == 0 ? "0" : "at most " + most, found <= most);
    }

    private Line heap() {
        double slope = slope();
        String found = String.format(
                Locale.ROOT,
                "%.2f MB per minute, %.1f MB at the end, %d samples",
                slope,
                megabytes(samples.getLast()),
                settled().size());
        return new Line("heap after collection", found, "at most 0.5 MB per minute", slope <= HEAP_SLOPE_ALLOWED);
    }

    private Line threads() {
        int first = settled().getFirst().threads();
        int last = samples.getLast().threads();
        return new Line("threads, first and last", first + ", " + last, "no growth over 4", last <= first + 4);
    }

    /** Least squares, in megabytes per minute; 0 where there are too few samples. */
    double slope() {
        List<Sample> settled = settled();
        double meanX = settled.stream().mapToDouble(Sample::minute).average().orElse(0);
        double meanY =
                settled.stream().mapToDouble(Findings::megabytes).average().orElse(0);
        double above = 0;
        double below = 0;
        for (Sample sample : settled) {
            above += (sample.minute() - meanX) * (megabytes(sample) - meanY);
            below += (sample.minute() - meanX) * (sample.minute() - meanX);
        }
        return below == 0 ? 0 : above / below;
    }

    /** Without the first quarter: pools and caches fill, code is compiled. */
    private List<Sample> settled() {
        return new ArrayList<>(samples.subList(samples.size() / 4, samples.size()));
    }

    private static double megabytes(Sample sample) {
        return sample.heapBytes() / 1048576.0;
    }
}
