package io.modeenvoy.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

class DevClusterIT {
    @TempDir
    private Path state = Path.of("");

    @Test
    void keepsObjectsTokenAndAddressInItsState() throws IOException, InterruptedException {
        String kubeconfig;
        try (DevCluster cluster = DevCluster.start(SharedCluster.binaries(), state)) {
            Kubectl.of(cluster).say("create", "namespace", "kept");
            kubeconfig = Files.readString(cluster.kubeconfig());
        }
        try (DevCluster cluster = DevCluster.start(SharedCluster.binaries(), state)) {
            assertThat(Kubectl.of(cluster).say("get", "namespace", "kept", "-o", "name"))
                    .isEqualTo("namespace/kept\n");
            assertThat(cluster.kubeconfig()).hasContent(kubeconfig);
        }
    }

    @Test
    void endsWhatAKilledOneLeftBehind() throws IOException, InterruptedException {
        String clients = "http://127.0.0.1:" + Ports.free();
        String peers = "http://127.0.0.1:" + Ports.free();
        List<String> command = List.of(
                SharedCluster.binaries().etcd().toString(),
                "--data-dir=" + state.resolve("etcd"),
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers);
        Files.writeString(state.resolve("etcd.beginning"), "");
        Daemon left = Daemon.start("etcd", state, command);

        try (DevCluster cluster = DevCluster.start(SharedCluster.binaries(), state)) {
            assertThat(left.isAlive()).isFalse();
            assertThat(Kubectl.of(cluster).say("get", "--raw", "/readyz")).isEqualTo("ok");
        }
    }

    /** A first start that is killed while etcd makes its folder leaves one that no etcd can use. */
    @Test
    void startsAnewWhereTheFirstStartWasKilled() throws IOException, InterruptedException {
        Path log = Files.createDirectories(state.resolve("etcd/member/wal"));
        Files.writeString(log.resolve("0000000000000000-0000000000000000.wal"), "");
        Files.writeString(state.resolve("etcd.beginning"), "");

        try (DevCluster cluster = DevCluster.start(SharedCluster.binaries(), state)) {
            assertThat(Kubectl.of(cluster).say("get", "--raw", "/readyz")).isEqualTo("ok");
        }
    }

    /** The machine's routes are not asked for an address: there may be none. */
    @Test
    @ExtendWith(SharedCluster.class)
    void needsNoNetwork(DevCluster cluster) throws IOException {
        ProcessHandle apiServer =
                ProcessHandle.of(pid(cluster, "kube-apiserver.pid")).orElseThrow();

        assertThat(apiServer.info().arguments().orElseThrow()).contains("--advertise-address=127.0.0.1");
    }

    @Test
    void leavesNeitherProcessesNorFilesBehind() throws IOException, InterruptedException {
        DevCluster cluster = DevCluster.temporary(SharedCluster.binaries());
        long etcd = pid(cluster, "etcd.pid");
        long apiServer = pid(cluster, "kube-apiserver.pid");

        cluster.close();

        assertThat(ProcessHandle.of(etcd)).isEmpty();
        assertThat(ProcessHandle.of(apiServer)).isEmpty();
        assertThat(cluster.kubeconfig().resolveSibling(".")).doesNotExist();
    }

    private static long pid(DevCluster cluster, String file) throws IOException {
        return Long.parseLong(
                Files.readString(cluster.kubeconfig().resolveSibling(file)).strip());
    }

    @Test
    void saysWhyItDidNotStartAndCleansUp() throws IOException {
        Binaries binaries = SharedCluster.binaries();
        Binaries broken = new Binaries(Path.of("/bin/false"), binaries.etcd(), binaries.kubectl());

        assertThatThrownBy(() -> DevCluster.start(broken, state)).hasMessageStartingWith("kube-apiserver ended");
        assertThat(state.resolve("etcd.pid")).doesNotExist();
        ClusterFolder.kept(state).close();
    }

    @Test
    @ExtendWith(SharedCluster.class)
    void writesItsKubeconfigOverNoOther(DevCluster cluster) throws IOException {
        Path file = state.resolve("new/config");
        cluster.writeKubeconfig(file);
        cluster.writeKubeconfig(file);
        assertThat(file).hasSameTextualContentAs(cluster.kubeconfig());

        Files.writeString(file, "current-context: production\n");
        assertThatThrownBy(() -> cluster.writeKubeconfig(file))
                .hasMessage(file + ": knows other clusters (expected: a new file, or one that a dev-cluster wrote)");
    }
}
