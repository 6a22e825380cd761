package io.modeenvoy.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFolderTest {
    @TempDir
    private Path place = Path.of("");

    @Test
    void isForItsOwnersEyesAndNotForGit() throws IOException {
        try (ClusterFolder folder = ClusterFolder.kept(place.resolve("a/b"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
                    .isEqualTo("rwx------");
            assertThat(folder.file(".gitignore")).hasContent("*");
        }
    }

    @Test
    void isUsedByOneClusterAtATime() throws IOException {
        try (ClusterFolder folder = ClusterFolder.kept(place)) {
            assertThatThrownBy(() -> ClusterFolder.kept(folder.path()))
                    .hasMessage(place + ": a dev-cluster runs with this state (expected: one at a time)");
        }
    }

    @Test
    void canBeUsedAgain() throws IOException {
        ClusterFolder.kept(place).close();

        ClusterFolder.kept(place).close();

        assertThat(place).exists();
    }

    @Test
    void goesWhenItIsTemporary() throws IOException {
        ClusterFolder folder = ClusterFolder.temporary();
        Credentials.in(folder);

        folder.close();

        assertThat(folder.path()).doesNotExist();
    }

    @Test
    void keepsTheTokenAndTheKey() throws IOException {
        try (ClusterFolder folder = ClusterFolder.kept(place)) {
            Credentials first = Credentials.in(folder);
            String key = Files.readString(first.serviceAccountKey());

            assertThat(Credentials.in(folder)).isEqualTo(first);
            assertThat(first.serviceAccountKey()).hasContent(key);
            assertThat(first.tokens()).hasContent(first.adminToken() + ",admin,admin,system:masters");
        }
    }

    @Test
    void keepsThePortUnlessSomebodyTookIt() throws IOException {
        Path file = place.resolve("port");
        int port = Ports.kept(file);

        assertThat(Ports.kept(file)).isEqualTo(port);
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.kept(file)).isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void takesAnyPortWhereTheFileNamesNone() throws IOException {
        for (String text : new String[] {"", "\n", "http", "70000", "-1"}) {
            Path file = Files.writeString(place.resolve("port"), text);

            int port = Ports.kept(file);

            assertThat(port).as(text).isPositive();
            assertThat(file).hasContent(Integer.toString(port));
        }
    }
}
