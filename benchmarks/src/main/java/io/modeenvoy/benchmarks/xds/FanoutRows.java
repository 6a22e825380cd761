package io.modeenvoy.benchmarks.xds;

import io.modeenvoy.benchmarks.harness.Series;
import java.util.Locale;
import java.util.Map;

/** The lines of the table that tell of one size of fleet. */
final class FanoutRows {
    private static final Map<Integer, String> GOALS = Map.of(1000, "60", 5000, "300", 10_000, "600");

    private FanoutRows() {}

    static void add(Table table, Fanout ours, Fanout theirs, Mesh mesh, Fanout.Load load) {
        String size = String.format(Locale.ROOT, "%,d streams, %,d resources: ", load.streams(), mesh.size());
        String goal = GOALS.getOrDefault(load.streams(), "-");
        table.row(
                "P7",
                size + "change to last ACK p50, ms",
                Table.orReason(ours.p50().text("%.0f"), ours.failures()),
                Table.orReason(theirs.p50().text("%.0f"), theirs.failures()),
                "ahead");
        row(table, "P7", size + "p99, ms", ours.p99(), theirs.p99(), "%.0f", goal + ", ahead");
        row(table, "P7", size + "server CPU per stream, us", ours.cpuMicros(), theirs.cpuMicros(), "%.1f", "70");
        row(table, "P8", size + "bytes to a stream", ours.bytesDown(), theirs.bytesDown(), "%.0f", "350");
        row(table, "P8", size + "bytes of its ACK", ours.bytesUp(), theirs.bytesUp(), "%.0f", "-");
        least(table, size + "heap per proxy, KB", ours.heapKilobytes(), theirs.heapKilobytes(), "12");
        least(table, size + "direct memory per proxy, KB", ours.directKilobytes(), theirs.directKilobytes(), "-");
        row(
                table,
                "-",
                size + "to connect them and send all, s",
                ours.connectSeconds(),
                theirs.connectSeconds(),
                "%.1f",
                "-");
        if (!load.idle().isZero()) {
            row(table, "-", size + "idle, % of a core", ours.idlePercent(), theirs.idlePercent(), "%.2f", "0");
        }
    }

    private static void row(
            Table table, String number, String what, Series ours, Series theirs, String format, String goal) {
        table.row(number, what, ours.text(format), theirs.text(format), goal);
    }

    /** The least of the rounds: what a connection leaves behind takes Netty half a minute to let go. */
    private static void least(Table table, String what, Series ours, Series theirs, String goal) {
        table.row(
                "P8",
                what,
                String.format(Locale.ROOT, "%.1f", ours.least()),
                String.format(Locale.ROOT, "%.1f", theirs.least()),
                goal);
    }
}
