package io.modeenvoy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PepperTest {
    @TempDir
    private Path state;

    @Test
    void isMadeOnFirstUseAndKept() throws IOException {
        Pepper first = Pepper.in(state);

        assertThat(first.secret().bytes()).hasSize(32);
        assertThat(Pepper.in(state)).isEqualTo(first);
    }

    @Test
    void canBeReadByItsOwnerOnly() throws IOException {
        Pepper.in(state);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("pepper-1"))))
                .isEqualTo("rw-------");
        try (var files = Files.list(state)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void saysWhatIsWrongWithABrokenFile() throws IOException {
        Files.writeString(state.resolve("pepper-1"), "not hex");

        assertThatThrownBy(() -> Pepper.in(state))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("pepper-1: not a pepper");
    }
}
