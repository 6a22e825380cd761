package io.modeenvoy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateDirectoryTest {
    @TempDir
    private Path resources;

    @Test
    void isAHiddenFolderOfTheResourcesUnlessOneIsGiven() {
        assertThat(StateDirectory.of(null, resources).path()).isEqualTo(resources.resolve(".modeenvoy"));
        assertThat(StateDirectory.of(Path.of("/var/lib/x"), resources).path()).isEqualTo(Path.of("/var/lib/x"));
    }

    @Test
    void isReadableByItsOwnerOnlyAndIgnoredByGit() throws IOException {
        Path made = StateDirectory.of(null, resources).prepare().path();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
        assertThat(made.resolve(".gitignore")).hasContent("*");
    }

    @Test
    void saysWhyItCannotBeMade() throws IOException {
        Path file = Files.writeString(resources.resolve("file"), "");

        assertThatThrownBy(() ->
                        StateDirectory.of(file.resolve("state"), resources).prepare())
                .isInstanceOf(CannotException.class)
                .hasMessageContaining("cannot make the state directory");
    }
}
