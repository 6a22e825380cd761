package io.modeenvoy.benchmarks.path;

import io.modeenvoy.benchmarks.harness.Child;
import io.modeenvoy.benchmarks.harness.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code modeenvoy run} with a key, a budget that never ends, an AI route and a guarded HTTP route to the upstream. */
record GatewayUnderTest(Path distribution, Path folder, int port, int adminPort, Map<String, String> keys) {
    static GatewayUnderTest prepare(Path distribution, Path folder, int upstreamPort)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        int port = Child.freePort();
        Files.writeString(folder.resolve("resources.yaml"), resources(port, upstreamPort));
        return new GatewayUnderTest(
                distribution,
                folder,
                port,
                Child.freePort(),
                Map.of("app", made(distribution, folder, "app"), "calm", made(distribution, folder, "calm")));
    }

    private static String made(Path distribution, Path folder, String consumer)
            throws IOException, InterruptedException {
        List<String> command =
                Program.modeenvoy(distribution, "key", "create", folder.toString(), "--consumer", "demo/" + consumer);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String key = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException("key create failed");
        }
        return key;
    }

    /** The key of the consumer with a budget. */
    String key() {
        return key("app");
    }

    String key(String consumer) {
        return Objects.requireNonNull(keys.get(consumer));
    }

    Child start(String envoy, String... javaOptions) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "JDK_JAVA_OPTIONS=" + String.join(" ", javaOptions)));
        command.addAll(Program.modeenvoy(
                distribution, "run", folder.toString(), "--admin-port", Integer.toString(adminPort), "--envoy", envoy));
        Child child = Child.start(folder.resolveSibling("gateway.log"), command.toArray(String[]::new));
        child.line("ready ");
        return child;
    }

    private static String resources(int port, int upstreamPort) throws IOException {
        try (InputStream template =
                Objects.requireNonNull(GatewayUnderTest.class.getResourceAsStream("/gateway.yaml"))) {
            return new String(template.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@port@", Integer.toString(port))
                    .replace("@upstream@", Integer.toString(upstreamPort));
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }
}
