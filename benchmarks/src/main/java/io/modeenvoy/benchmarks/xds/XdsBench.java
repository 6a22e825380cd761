package io.modeenvoy.benchmarks.xds;

import io.modeenvoy.benchmarks.harness.Child;
import io.modeenvoy.benchmarks.harness.Program;
import io.modeenvoy.benchmarks.harness.Scratch;
import io.modeenvoy.benchmarks.harness.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The ADS server beside java-control-plane, interleaved in one run; then the way from a file, and one change among very many objects. */
public final class XdsBench {
    private static final int RESOURCES = 100;
    private static final int MANY_RESOURCES = 10_000;
    private static final int WARM_UPS = 10;

    private final Path folder;
    private final Extent extent;
    private final Table table = new Table();

    private XdsBench(Path folder, Extent extent) {
        this.folder = folder;
        this.extent = extent;
    }

    /** Arguments: see {@link Extent}. */
    public static void main(String[] arguments) throws Exception {
        Extent extent = Extent.of(arguments);
        Scratch scratch = Scratch.make();
        new XdsBench(scratch.folder(), extent).run();
        scratch.remove();
        // The clients' event loops may still be letting go of thousands of connections.
        System.exit(0);
    }

    private void run() throws Exception {
        System.out.printf(
                "%d rounds, ours and theirs in turn, each server in a Java process of its own; median (least..greatest)%n%n",
                extent.rounds());
        try (Pair servers = servers(RESOURCES)) {
            for (int streams : extent.streams()) {
                fanout(servers, new Mesh(RESOURCES), streams, streams == extent.most());
            }
            storm(servers);
        }
        try (Pair servers = servers(MANY_RESOURCES)) {
            fanout(servers, new Mesh(MANY_RESOURCES), 1000, false);
        }
        written();
        for (int objects : extent.objects()) {
            oneOfMany(objects);
        }
        table.print();
    }

    private Pair servers(int resources) throws IOException {
        return new Pair(
                SubjectProcess.start(folder, "ours", resources),
                SubjectProcess.start(folder, "java-control-plane", resources));
    }

    private void fanout(Pair servers, Mesh mesh, int streams, boolean most) throws IOException, InterruptedException {
        progress("%,d streams, %,d resources", streams, mesh.size());
        Duration idle = most ? extent.idle() : Duration.ZERO;
        Fanout.Load load = new Fanout.Load(streams, WARM_UPS, extent.changes(streams), idle);
        Fanout ours = new Fanout(servers.ours(), mesh, load);
        Fanout theirs = new Fanout(servers.theirs(), mesh, load);
        for (int round = 0; round < extent.rounds(); round++) {
            ours.round();
            theirs.round();
        }
        FanoutRows.add(table, ours, theirs, mesh, load);
    }

    private void storm(Pair servers) throws IOException, InterruptedException {
        progress("storm of %,d streams", extent.most());
        Storm ours = new Storm(servers.ours(), new Mesh(RESOURCES), extent.most());
        Storm theirs = new Storm(servers.theirs(), new Mesh(RESOURCES), extent.most());
        for (int round = 0; round < extent.stormRounds(); round++) {
            ours.round();
            theirs.round();
        }
        table.row(
                "P14",
                String.format(Locale.ROOT, "%,d streams at once, %d resources: all ACKed, s", extent.most(), RESOURCES),
                Table.orReason(ours.seconds().text("%.1f"), ours.failures()),
                Table.orReason(theirs.seconds().text("%.1f"), theirs.failures()),
                "15");
        table.row(
                "P14",
                "meanwhile a change to the 100 that were there: last ACK p99, ms",
                ours.pushMillis().text("%.0f") + ", " + ours.pushes() + " changes",
                theirs.pushMillis().text("%.0f") + ", " + theirs.pushes() + " changes",
                "none starves");
    }

    private void written() throws IOException, InterruptedException {
        int streams = 1000;
        progress("written to acknowledged, %,d streams", streams);
        try (Written ours = Written.start(Files.createDirectories(folder.resolve("written")), streams)) {
            ours.round(2 * extent.changes(streams));
            ours.forget();
            for (int round = 0; round < extent.rounds(); round++) {
                ours.round(extent.changes(streams));
            }
            table.row(
                    "P10",
                    "file written, 1,000 streams: first ACK p50, ms",
                    Table.orReason(ours.firstMillis().text("%.1f"), ours.failures()),
                    "-",
                    "20");
            table.row("P10", "the same: last ACK p99, ms", ours.lastMillis().text("%.1f"), "-", "100");
        }
    }

    private void oneOfMany(int objects) throws IOException {
        progress("one of %,d objects", objects);
        List<String> command = Program.benchmark(
                OneOfMany.class, folder.resolve("one-of-" + objects).toString(), Integer.toString(objects));
        Map<String, List<List<Double>>> figures = new TreeMap<>();
        try (Child child = Child.start(folder.resolve("one-of-many.log"), command.toArray(String[]::new))) {
            for (String line = child.line(""); line.startsWith("figure "); line = child.line("")) {
                String[] words = line.split(" ", -1);
                figures.computeIfAbsent(words[1], _ -> new ArrayList<>())
                        .add(List.of(Double.valueOf(words[2]), Double.valueOf(words[3])));
            }
        }
        figures.forEach((change, rounds) -> table.row(
                "P9",
                String.format(
                        Locale.ROOT, "%s changed among %,d objects: translate and publish CPU, ms", change, objects),
                new Series(rounds.stream().map(List::getFirst).toList()).text("%.2f") + ", with GC and JIT "
                        + new Series(rounds.stream().map(List::getLast).toList()).text("%.2f"),
                "-",
                objects > 10_000 ? "5" : "2"));
    }

    private static void progress(String what, Object... figures) {
        System.err.printf(Locale.ROOT, "== " + what + "%n", figures);
    }

    /** The two servers. */
    private record Pair(SubjectProcess ours, SubjectProcess theirs) implements AutoCloseable {
        @Override
        public void close() {
            ours.close();
            theirs.close();
        }
    }
}
