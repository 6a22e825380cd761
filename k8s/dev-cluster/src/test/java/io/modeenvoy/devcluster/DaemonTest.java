package io.modeenvoy.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DaemonTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "12x", "99999999999999999999"})
    void aPidFileThatNamesNobodyIsRemoved(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("etcd.pid"), text);

        Daemon.endLeftOver("etcd", folder, Path.of("/bin/sleep"));

        assertThat(file).doesNotExist();
    }

    @Test
    void anotherProgramOfThatIdLivesOn() throws IOException {
        Files.writeString(folder.resolve("etcd.pid"), ProcessHandle.current().pid() + "\n");

        Daemon.endLeftOver("etcd", folder, Path.of("/bin/sleep"));

        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }
}
