package io.modeenvoy.webhook;

import io.modeenvoy.devcluster.Binaries;
import io.modeenvoy.devcluster.DevCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command people use. */
record Kubectl(Path program, Path kubeconfig) {
    static Kubectl of(Binaries binaries, DevCluster cluster) {
        return new Kubectl(binaries.kubectl(), cluster.kubeconfig());
    }

    /** What it said, with standard error. */
    record Answer(int exitCode, String text) {
        String good() {
            if (exitCode != 0) {
                throw new AssertionError("kubectl: " + text);
            }
            return text;
        }
    }

    Answer run(String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--kubeconfig", kubeconfig.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), said);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
