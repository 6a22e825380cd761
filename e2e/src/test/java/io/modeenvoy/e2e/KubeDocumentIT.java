package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The ten commands of {@code docs/kubernetes.md}, as they stand there, but for ports that are free here. */
@ExtendWith(SharedKubeCluster.class)
final class KubeDocumentIT {
    private static final String HEADING = "## From an empty cluster to a budgeted model call";
    private static final List<String> PORTS = List.of("18000", "8080", "8089", "8090", "8091");

    private final KubeCluster cluster;
    private final Map<String, String> ports = new TreeMap<>();

    KubeDocumentIT(KubeCluster cluster) {
        this.cluster = cluster;
        PORTS.forEach(port -> ports.put(port, Integer.toString(Program.freePort())));
    }

    @Test
    void theTenCommandsLeadToABudgetedModelCall(@TempDir Path folder) throws IOException, InterruptedException {
        List<String> commands = commands();
        assertThat(commands).hasSize(10);
        prepare(folder);
        Path script = Files.writeString(
                folder.resolve("script"),
                "set -eu\ntrap 'kill $(jobs -p) 2>/dev/null; wait' EXIT\n" + String.join("\n", commands) + "\n");

        ProcessBuilder builder = new ProcessBuilder("bash", script.toString()).directory(folder.toFile());
        builder.environment().put("KUBECONFIG", cluster.kubeconfig().toString());
        builder.environment().merge("PATH", folder.resolve("bin").toString(), (path, own) -> own + ":" + path);
        Process process = builder.redirectError(folder.resolve("errors").toFile())
                .redirectOutput(folder.resolve("said").toFile())
                .start();

        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as("it ended in time")
                    .isTrue();
        } finally {
            // All at once: a shell that is killed does not end what it has started.
            process.descendants().toList().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        String said = Files.readString(folder.resolve("said"));
        assertThat(process.exitValue())
                .as(said + Files.readString(folder.resolve("errors")))
                .isZero();
        assertThat(said)
                .contains("airoute.modeenvoy.io/chat condition met")
                .contains("\"object\":\"chat.completion\"")
                .containsPattern("\"demo/app-tokens/total-tokens/day\"");
    }

    private List<String> commands() throws IOException {
        String text = Files.readString(Program.root().resolve("docs/kubernetes.md"));
        String chapter = text.substring(text.indexOf(HEADING) + HEADING.length());
        chapter = chapter.substring(0, chapter.indexOf("\n## "));
        return chapter.lines()
                .filter(line -> line.startsWith("$ "))
                .map(line -> here(line.substring(2)))
                .toList();
    }

    /** With the ports of this run. */
    private String here(String text) {
        String changed = text;
        for (Map.Entry<String, String> port : ports.entrySet()) {
            changed = changed.replaceAll("\\b" + port.getKey() + "\\b", port.getValue());
        }
        return changed;
    }

    /** The checkout as the commands need it: the program as it was built, Envoy, kubectl, the examples. */
    private void prepare(Path folder) throws IOException {
        Path examples = Files.createDirectories(folder.resolve("examples/quickstart"));
        try (Stream<Path> files = Files.list(Program.root().resolve("examples/quickstart"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".yaml")).toList()) {
                Files.writeString(examples.resolve(file.getFileName()), here(Files.readString(file)));
            }
        }
        Files.createDirectories(folder.resolve("bin"));
        program(folder, "modeenvoy", "exec '" + String.join("' '", Program.command()) + "' \"$@\"");
        program(folder, "install-envoy", "echo " + System.getenv("MODEENVOY_ENVOY"));
        program(folder, "kubectl", "exec " + System.getenv("MODEENVOY_KUBECTL") + " \"$@\"");
    }

    private static void program(Path folder, String name, String line) throws IOException {
        Path file = Files.writeString(folder.resolve("bin").resolve(name), "#!/bin/sh\n" + line + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
