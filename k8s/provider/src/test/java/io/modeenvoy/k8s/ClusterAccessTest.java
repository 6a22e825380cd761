package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

        assertThatThrownBy(() -> ClusterAccess.kubeconfig(folder.resolve("absent")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("absent: cannot be read");
        assertThatThrownBy(() -> ClusterAccess.kubeconfig(broken))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broken");
    }
}
