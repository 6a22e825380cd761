package io.modeenvoy.benchmarks.harness;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The same figure of several rounds: median with least and greatest. */
public record Series(List<Double> values) {
    public Series {
        values = List.copyOf(values);
    }

    public double median() {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    public double least() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    /** {@code median (least..greatest)}. */
    public String text(String format) {
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
