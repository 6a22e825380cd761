package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterAccessTest {
    private static final Map<String, String> POD =
            Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443");

    @TempDir
    private Path folder;

    @Test
    void readsTheTokenOfAPodForEachRequest() throws IOException {
        Files.writeString(folder.resolve("token"), "first\n");
        Files.writeString(folder.resolve("namespace"), "modeenvoy\n");
        Config config = ClusterAccess.inCluster(folder, POD);

        Files.writeString(folder.resolve("token"), "second\n");

        assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("second");
        assertThat(config.getNamespace()).isEqualTo("modeenvoy");
        assertThat(config.getMasterUrl()).startsWith("https://[fd00::1]:443");
    }

    @Test
    void saysWhatToDoOutsideACluster() {
        assertThatThrownBy(() -> ClusterAccess.inCluster(folder, Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--kubeconfig FILE");
    }

    @Test
    void saysWhichKubeconfigCannotBeRead() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken"), "clusters: {");

        assertThatThrownBy(() -> ClusterAccess.kubeconfigs(List.of(folder.resolve("absent"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("absent: not there");
        assertThatThrownBy(() -> ClusterAccess.kubeconfigs(List.of(broken)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broken: not YAML");
        assertThatThrownBy(() -> ClusterAccess.kubeconfigs(List.of(folder)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void joinsKubeconfigsAsKubectlDoes() throws IOException {
        Path users = Files.writeString(folder.resolve("users"), """
            users: [{name: mine, user: {token: first}}]
            contexts: [{name: here, context: {cluster: ours, user: mine, namespace: shop}}]
            """);
        Path clusters = Files.writeString(folder.resolve("clusters"), """
            current-context: here
            clusters: [{name: ours, cluster: {server: "https://api.example.com:6443"}}]
            users: [{name: mine, user: {token: second}}]
            """);

        Config config = ClusterAccess.kubeconfigs(List.of(folder.resolve("absent"), users, clusters));

        assertThat(config.getMasterUrl()).startsWith("https://api.example.com:6443");
        assertThat(config.getNamespace()).isEqualTo("shop");
        assertThat(config.getAutoOAuthToken()).isEqualTo("first");
    }

    @Test
    void saysThatNoContextIsChosen() throws IOException {
        Path file = Files.writeString(folder.resolve("none"), "apiVersion: v1\nkind: Config\n");

        assertThatThrownBy(() -> ClusterAccess.kubeconfigs(List.of(file)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none: no current context");
    }
}
