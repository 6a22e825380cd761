package io.modeenvoy.benchmarks.xds;

import io.modeenvoy.benchmarks.harness.Child;
import io.modeenvoy.benchmarks.harness.Program;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server under test in a Java process of its own, seen from the outside. */
final class SubjectProcess implements AutoCloseable {
    private final Child child;
    private final int port;
    private int revision = 1;

    private SubjectProcess(Child child, int port) {
        this.child = child;
        this.port = port;
    }

    /** Starts it with the flags of the program. */
    static SubjectProcess start(Path folder, String server, int resources) throws IOException {
        List<String> command = Program.benchmark(SubjectMain.class, server);
        Child child = Child.start(folder.resolve(server + ".log"), command.toArray(String[]::new));
        SubjectProcess started =
                new SubjectProcess(child, Integer.parseInt(child.line("port ").substring(5)));
        started.ask("publish " + resources);
        return started;
    }

    int port() {
        return port;
    }

    /** Moves one endpoint and waits for so many ACKs; milliseconds, or NaN when they did not all come. */
    double change(int number, int acks) throws IOException {
        revision++;
        long nanos = Long.parseLong(ask("change " + number + " " + revision + " " + acks));
        return nanos < 0 ? Double.NaN : nanos / 1e6;
    }

    long heapBytes() throws IOException {
        return Long.parseLong(ask("heap"));
    }

    long directBytes() throws IOException {
        return Long.parseLong(ask("direct"));
    }

    double cpuMillis() throws IOException {
        return child.cpu().toNanos() / 1e6;
    }

    /** The end of a fleet is not to be measured as part of the next one. */
    void awaitQuiet() throws IOException, InterruptedException {
        double before = -1000;
        for (double now = cpuMillis(); now - before > 30; now = cpuMillis()) {
            before = now;
            TimeUnit.MILLISECONDS.sleep(300);
        }
    }

    private String ask(String command) throws IOException {
        Writer commands = child.process().outputWriter(StandardCharsets.UTF_8);
        commands.write(command + "\n");
        commands.flush();
        return child.line("done ").substring(5);
    }

    @Override
    public void close() {
        child.close();
    }
}
