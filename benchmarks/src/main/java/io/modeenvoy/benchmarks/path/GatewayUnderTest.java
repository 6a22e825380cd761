package io.modeenvoy.benchmarks.path;

import io.modeenvoy.benchmarks.harness.Child;
import io.modeenvoy.benchmarks.harness.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** {@code modeenvoy run} with a key, a budget that never ends, an AI route and a guarded HTTP route to the upstream. */
record GatewayUnderTest(Path folder, int port, int adminPort, String key) {
    static GatewayUnderTest prepare(Path folder, int upstreamPort) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        int port = Child.freePort();
        Files.writeString(folder.resolve("resources.yaml"), resources(port, upstreamPort));
        List<String> command = Program.modeenvoy("key", "create", folder.toString(), "--consumer", "demo/app");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String key = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException("key create failed");
        }
        return new GatewayUnderTest(folder, port, Child.freePort(), key);
    }

    Child start(String envoy) throws IOException {
        Child child = Child.start(
                folder.resolveSibling("gateway.log"),
                Program.modeenvoy(
                                "run", folder.toString(), "--admin-port", Integer.toString(adminPort), "--envoy", envoy)
                        .toArray(String[]::new));
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
