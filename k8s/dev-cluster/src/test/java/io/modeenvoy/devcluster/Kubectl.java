package io.modeenvoy.devcluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real kubectl, on a cluster. */
record Kubectl(Path program, Path kubeconfig) {
    static Kubectl of(DevCluster cluster) {
        return new Kubectl(SharedCluster.binaries().kubectl(), cluster.kubeconfig());
    }

    /** What it said, both outputs in one. */
    record Result(int exitCode, String said) {}

    /** Runs it with {@code input} on its standard input. */
    Result run(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--kubeconfig=" + kubeconfig));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), said);
    }

    /** Runs it, and fails when it does. */
    String say(String... arguments) throws IOException, InterruptedException {
        return good(run("", arguments), arguments);
    }

    /** Applies YAML. */
    String apply(String yaml) throws IOException, InterruptedException {
        return good(run(yaml, "apply", "-f", "-"), "apply");
    }

    private static String good(Result result, String... arguments) {
        if (result.exitCode() != 0) {
            throw new AssertionError("kubectl " + String.join(" ", arguments) + ":\n" + result.said());
        }
        return result.said();
    }
}
