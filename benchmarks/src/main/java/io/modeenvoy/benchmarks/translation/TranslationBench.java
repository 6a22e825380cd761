package io.modeenvoy.benchmarks.translation;

import io.modeenvoy.app.Pass;
import io.modeenvoy.app.Pepper;
import io.modeenvoy.app.Pipeline;
import io.modeenvoy.app.Publication;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.policy.SecretValue;
import io.modeenvoy.translator.ResourceTranslator;
import io.modeenvoy.translator.Translation;
import io.modeenvoy.translator.TranslatorOptions;
import io.modeenvoy.xds.server.AckBoard;
import io.modeenvoy.xds.server.SnapshotStore;
import io.modeenvoy.xds.translator.XdsOptions;
import io.modeenvoy.xds.translator.XdsTranslation;
import io.modeenvoy.xds.translator.XdsTranslator;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** CPU of the translating thread for one changed object, by step, in worlds of different sizes. */
public final class TranslationBench {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final TranslatorOptions OPTIONS = TranslatorOptions.cluster();
    private static final int WARM_UP = Integer.getInteger("warm", 60);
    private static final int ROUNDS = Integer.getInteger("rounds", 101);

    private TranslationBench() {}

    /** Optional argument: the number of objects of the only world to measure. */
    public static void main(String[] args) {
        List<World> worlds = List.of(
                new World(10, 4, false),
                new World(100, 4, false),
                new World(1_000, 4, false),
                new World(333, 1, false),
                new World(333, 1, true));
        System.out.println(
                "CPU in ms of one changed object: median (95th of 100) after warm-up; whole = pipeline and publication");
        for (World world : worlds) {
            if (args.length == 0 || Integer.parseInt(args[0]) == world.namespaces() * World.OBJECTS_EACH) {
                measure(world);
            }
        }
    }

    private static void measure(World world) {
        System.out.println();
        System.out.println(world);
        ResourceView view = world.view();
        Chain chain = new Chain();
        long start = cpu();
        chain.pass(view);
        System.out.printf(Locale.ROOT, "first pass %.0f ms, heap after it %d MB%n", (cpu() - start) / 1e6, heap());
        System.out.printf("%-16s%18s%18s%18s%n", "changed", "resources", "xds", "whole");
        for (World.Change kind : World.Change.values()) {
            for (int turn = 1; turn <= WARM_UP; turn++) {
                view = world.changed(view, kind, turn);
                chain.pass(view);
            }
            long[][] times = new long[3][ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                view = world.changed(view, kind, WARM_UP + 1 + round);
                long[] steps = chain.pass(view);
                for (int step = 0; step < 3; step++) {
                    times[step][round] = steps[step];
                }
            }
            System.out.printf("%-16s%18s%18s%18s%n", kind.label(), line(times[0]), line(times[1]), line(times[2]));
        }
    }

    private static String line(long[] nanos) {
        Arrays.sort(nanos);
        return String.format(
                Locale.ROOT, "%.3f (%.3f)", nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 95 / 100] / 1e6);
    }

    private static long cpu() {
        return THREADS.getCurrentThreadCpuTime();
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }

    /** The steps alone, each with its own memory, and all of it as the control plane runs it. */
    private static final class Chain {
        private final Pipeline pipeline = new Pipeline(
                OPTIONS,
                XdsOptions.defaults(),
                new Pepper("1", new SecretValue(SecretValue.pepperName("1"), new byte[32])));
        private final Publication publication = new Publication(new SnapshotStore(), new AckBoard());
        private final XdsTranslator xdsTranslator = new XdsTranslator(XdsOptions.defaults());
        private io.modeenvoy.translator.Memo memo = io.modeenvoy.translator.Memo.empty();
        private io.modeenvoy.xds.translator.Memo xdsMemo = io.modeenvoy.xds.translator.Memo.empty();

        long[] pass(ResourceView view) {
            long start = cpu();
            Translation translation = ResourceTranslator.translate(view, OPTIONS, memo);
            memo = translation.memo();
            long translated = cpu();
            XdsTranslation xds = xdsTranslator.translate(translation.ir(), xdsMemo);
            xdsMemo = xds.memo();
            long xdsDone = cpu();
            Pass pass = pipeline.translate(view);
            publication.publish(pass.xds().groups());
            return new long[] {translated - start, xdsDone - translated, cpu() - xdsDone};
        }
    }
}
