package io.modeenvoy.benchmarks.path;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The same figure of several rounds: median with least and greatest. */
record Series(List<Double> values) {
    Series {
        values = List.copyOf(values);
    }

    double median() {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    /** {@code median (least..greatest)}. */
    String text(String format) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted.length == 0
                ? "-"
                : String.format(
                        Locale.ROOT,
                        format + " (" + format + ".." + format + ")",
                        median(),
                        sorted[0],
                        sorted[sorted.length - 1]);
    }
}
