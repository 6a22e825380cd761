package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Kubernetes API server by one command. */
final class DevClusterIT {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void printsWhatToPasteAndLeavesNothingBehind() throws IOException, InterruptedException {
        Path kubeconfig = folder.resolve("dev.kubeconfig");
        Path state = folder.resolve("state");
        Program cluster =
                Program.start("dev-cluster", "--kubeconfig", kubeconfig.toString(), "--state", state.toString());
        assertThat(cluster.awaitLine(line -> line.startsWith("ready ")))
                .matches("ready https://127[.]0[.]0[.]1:[0-9]+ kubeconfig " + kubeconfig);
        String alias = cluster.awaitLine(line -> line.strip().startsWith("alias kubectl="));
        cluster.awaitLine(line -> line.strip().equals("export KUBECONFIG=" + kubeconfig));
        Path kubectl = Path.of(alias.substring(alias.indexOf('=') + 1));

        assertThat(say(kubectl, kubeconfig, "explain", "airoute.spec")).contains("What is wanted.");
        assertThat(say(kubectl, kubeconfig, "get", "crds", "-o", "name").lines())
                .hasSize(18);
        List<Long> processes = ProcessHandle.of(cluster.pid())
                .orElseThrow()
                .children()
                .map(ProcessHandle::pid)
                .toList();
        assertThat(processes).hasSize(2);

        assertThat(cluster.terminate()).isZero();
        assertThat(processes)
                .allSatisfy(pid -> assertThat(ProcessHandle.of(pid)).isEmpty());
    }

    @Test
    void leavesNothingBehindWhenItIsEndedWhileItStarts() throws IOException {
        Path pid = folder.resolve("state/etcd.pid");
        Program cluster =
                Program.start("dev-cluster", "--state", folder.resolve("state").toString());
        Eventually.holds(
                "etcd is started",
                Duration.ofSeconds(30),
                () -> Files.exists(pid) && pid.toFile().length() > 1);
        long etcd = Long.parseLong(Files.readString(pid).strip());

        cluster.terminate();

        assertThat(ProcessHandle.of(etcd)).isEmpty();
        assertThat(pid).doesNotExist();
    }

    @Test
    void writesOverNoOtherKubeconfig() throws IOException {
        Path kubeconfig = Files.writeString(folder.resolve("config"), "current-context: production\n");

        Program.Result result = Program.run("dev-cluster", "--kubeconfig", kubeconfig.toString());

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("knows other clusters");
        assertThat(kubeconfig).hasContent("current-context: production");
    }

    private static String say(Path kubectl, Path kubeconfig, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(kubectl.toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
