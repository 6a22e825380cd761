package io.modeenvoy.benchmarks.xds;

import com.sun.management.OperatingSystemMXBean;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.modeenvoy.app.ControlPlane;
import io.modeenvoy.app.Pass;
import io.modeenvoy.app.Pepper;
import io.modeenvoy.app.XdsEndpoint;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.service.GrpcAddress;
import io.modeenvoy.service.PlainText;
import io.modeenvoy.translator.ProviderRules;
import io.modeenvoy.translator.TranslatorOptions;
import io.modeenvoy.xds.server.XdsMetrics;
import io.modeenvoy.xds.translator.XdsOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.SynchronousQueue;
import java.util.function.IntFunction;

/** One object of very many changes: the CPU time from the view to the published snapshot. Runs in a process of its own. */
public final class OneOfMany {
    private static final int ROUNDS = 5;
    private static final long ROUND_NANOS = 2_000_000_000L;

    private final SynchronousQueue<Long> passes = new SynchronousQueue<>();
    private final ControlPlane controlPlane;
    private ResourceView view;

    private OneOfMany(Path folder, int objects) throws IOException {
        XdsEndpoint xds = XdsEndpoint.listen(
                List.of(new GrpcAddress.HostPort("127.0.0.1", 0)), PlainText.LOOPBACK_ONLY, XdsMetrics.none());
        controlPlane = new ControlPlane(
                new TranslatorOptions(true, false, ProviderRules.ANYWHERE),
                XdsOptions.defaults(),
                Pepper.in(folder),
                xds,
                new SimpleMeterRegistry(),
                this::passed);
        view = ResourceView.of(Shops.objects(objects));
    }

    /** Arguments: a folder, and how many objects. Prints a line for each kind of change. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        OneOfMany bench = new OneOfMany(Files.createDirectories(Path.of(arguments[0])), Integer.parseInt(arguments[1]));
        bench.pass(bench.view);
        bench.measure("route", Shops::route);
        bench.measure("endpoints", Shops::slice);
        System.out.println("end");
        System.exit(0);
    }

    private void passed(Pass pass) {
        try {
            passes.put(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives the translator thread's CPU time at the end of the pass. */
    private long pass(ResourceView next) throws InterruptedException {
        view = next;
        controlPlane.submit(next);
        return passes.take();
    }

    private void measure(String name, IntFunction<HasMetadata> object) throws InterruptedException {
        int revision = 1;
        for (int round = -2; round < ROUNDS; round++) {
            long start = System.nanoTime();
            long process = processCpu();
            long before = pass(view.with(object.apply(revision++)));
            long cpu = before;
            int count = 0;
            while (count < 5 || (System.nanoTime() - start < ROUND_NANOS && count < 200)) {
                cpu = pass(view.with(object.apply(revision++)));
                count++;
            }
            if (round >= 0) {
                System.out.printf(
                        Locale.ROOT,
                        "figure %s %.4f %.4f%n",
                        name,
                        (cpu - before) / 1e6 / count,
                        (processCpu() - process) / 1e6 / (count + 1));
            }
        }
    }

    private static long processCpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
