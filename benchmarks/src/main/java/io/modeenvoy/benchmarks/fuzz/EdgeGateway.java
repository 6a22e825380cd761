package io.modeenvoy.benchmarks.fuzz;

import io.modeenvoy.benchmarks.harness.Child;
import io.modeenvoy.benchmarks.harness.Program;
import io.modeenvoy.testkit.edge.Site;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code modeenvoy run} with the routes of a site. */
record EdgeGateway(Child child, int port, String key, Path log) implements AutoCloseable {
    private static final List<String> FAILURES =
            List.of("exchange.failed", "sweep.failed", "Segmentation", "[critical]");

    static EdgeGateway start(Path folder, Site site) throws IOException, InterruptedException {
        Path resources = Files.createDirectories(folder.resolve("resources"));
        int port = Child.freePort();
        Files.writeString(resources.resolve("site.yaml"), site.resources(port));
        String key = key(resources);
        Path log = folder.resolve("gateway.log");
        Child child = Child.start(
                log,
                Program.modeenvoy(
                                "run",
                                resources.toString(),
                                "--admin-port",
                                "0",
                                "--envoy",
                                System.getProperty("modeenvoy.envoy"))
                        .toArray(String[]::new));
        child.line("ready ");
        Thread.ofVirtual().start(() -> drain(child));
        return new EdgeGateway(child, port, key, log);
    }

    private static String key(Path resources) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Program.modeenvoy("key", "create", resources.toString(), "--consumer", "demo/app"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String key = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException("key create failed");
        }
        return key;
    }

    private static void drain(Child child) {
        try (BufferedReader reader = child.process().inputReader(StandardCharsets.UTF_8)) {
            reader.transferTo(java.io.Writer.nullWriter());
        } catch (IOException e) {
            // It ended while it was read.
        }
    }

    /** Whether control plane, services and Envoy are there. */
    boolean alive() {
        return child.process().isAlive()
                && child.process().children().allMatch(ProcessHandle::isAlive)
                && child.process().children().findAny().isPresent();
    }

    /** Lines of its log that tell of a failure of its own. */
    List<String> failures() throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> FAILURES.stream().anyMatch(line::contains))
                .limit(20)
                .toList();
    }

    @Override
    public void close() {
        child.close();
    }
}
