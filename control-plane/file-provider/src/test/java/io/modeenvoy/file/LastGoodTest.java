package io.modeenvoy.file;

import static io.modeenvoy.file.Workspace.consumer;
import static io.modeenvoy.file.Workspace.names;
import static io.modeenvoy.file.Workspace.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastGoodTest {
    private static final String SECRET = """
        apiVersion: v1
        kind: Secret
        metadata: {name: s}
        stringData: {key: very-secret}
        """;

    @TempDir
    Path root;

    @TempDir
    Path state;

    Path memory = Path.of("");
    Workspace workspace = new Workspace(Path.of(""));

    @BeforeEach
    void start() {
        memory = state.resolve("last-good.json");
        restart();
    }

    private void restart() {
        workspace = new Workspace(root, new LastGood(memory, root));
    }

    @Test
    void brokenObjectKeepsItsLastGoodStateOverARestart() {
        workspace.write("a.yaml", consumer("one", "A"), consumer("two", "A")).reload();
        workspace.write("a.yaml", consumer("one", "[A]"), consumer("two", "B")).reload();
        restart();
        Loaded again = workspace.reload();
        assertThat(names(again)).containsExactly("one=A", "two=B");
        assertThat(again.problems()).hasSize(1);
        assertThat(again.kept()).containsExactly("Consumer default/one");
        assertThat(again.leftOut()).isEmpty();
    }

    @Test
    void fileThatCannotBeReadKeepsItsObjectsOverTwoRestarts() {
        workspace.write("a.yaml", consumer("one", "A")).reload();
        workspace.write("a.yaml", "a: [").reload();
        restart();
        workspace.reload();
        restart();
        assertThat(names(workspace.reload())).containsExactly("one=A");
    }

    @Test
    void generationGoesOnWhenTheObjectIsMended() {
        workspace.write("a.yaml", consumer("one", "A")).reload();
        workspace.write("a.yaml", consumer("one", "B")).reload();
        workspace.write("a.yaml", "a: [").reload();
        restart();
        assertThat(object(workspace.reload(), "one").getMetadata().getGeneration())
                .isEqualTo(2);
        Loaded mended = workspace.write("a.yaml", consumer("one", "C")).reload();
        assertThat(object(mended, "one").getMetadata().getGeneration()).isEqualTo(3);
    }

    @Test
    void nothingIsWrittenOfWhatIsGood() {
        workspace.write("a.yaml", consumer("one", "A")).reload();
        assertThat(memory).doesNotExist();
        workspace.write("a.yaml", "a: [").reload();
        assertThat(memory).exists();
        workspace.write("a.yaml", consumer("one", "A")).reload();
        assertThat(memory).doesNotExist();
    }

    @Test
    void fileThatIsGoneMeanwhileTakesItsObjectsWithIt() {
        workspace.write("a.yaml", consumer("one", "A")).reload();
        workspace.write("a.yaml", "a: [").reload();
        restart();
        assertThat(names(workspace.delete("a.yaml").reload())).isEmpty();
        assertThat(memory).doesNotExist();
    }

    @Test
    void brokenObjectThatNeverWasGoodIsSaidToBeLeftOut() {
        Loaded first = workspace
                .write("a.yaml", consumer("one", "[A]"))
                .write("b.yaml", "b: [")
                .reload();
        assertThat(first.kept()).isEmpty();
        assertThat(first.leftOut()).containsExactly("Consumer default/one", "b.yaml:2");
    }

    @Test
    void secretIsWrittenForItsOwnerOnly() throws IOException {
        workspace.write("a.yaml", SECRET).reload();
        workspace.write("a.yaml", "a: [").reload();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(memory)))
                .isEqualTo("rw-------");
        restart();
        assertThat(workspace.reload().view().get(Secret.class, "default", "s")).isNotNull();
    }

    @Test
    void secretIsNotWrittenToAnotherFileSystem() throws IOException {
        Path volatileFolder = Files.createTempDirectory(Path.of("/dev/shm"), "modeenvoy");
        try {
            Path secret = Files.writeString(volatileFolder.resolve("a.yaml"), SECRET);
            Files.createSymbolicLink(root.resolve("a.yaml"), secret);
            workspace.reload();
            Files.writeString(secret, "a: [");
            assertThat(workspace.reload().view().get(Secret.class, "default", "s"))
                    .isNotNull();
            assertThat(memory).doesNotExist();
        } finally {
            Files.deleteIfExists(volatileFolder.resolve("a.yaml"));
            Files.delete(volatileFolder);
        }
    }

    @Test
    void memoryOfAnotherDirectoryIsNone(@TempDir Path other) {
        workspace.write("a.yaml", SECRET).reload();
        workspace.write("a.yaml", "a: [").reload();

        Workspace elsewhere = new Workspace(other, new LastGood(memory, other)).write("a.yaml", "a: [");

        assertThat(elsewhere.reload().view().get(Secret.class, "default", "s")).isNull();
    }

    @Test
    void lastGoodFormGivesWayToWhatIsWrittenAnew() {
        workspace.write("a.yaml", consumer("one", "old")).reload();

        workspace.write("a.yaml", "a: [").write("b.yaml", consumer("one", "new"));

        assertThat(names(workspace.reload())).containsExactly("one=new");
    }

    @Test
    void damagedMemoryIsNone() throws IOException {
        Files.writeString(memory, "{\"a.yaml\": [{\"object\"");
        restart();
        assertThat(names(workspace.write("a.yaml", consumer("one", "A")).reload()))
                .containsExactly("one=A");
    }

    @Test
    void memoryThatCannotBeWrittenCostsNothing() {
        memory = root.resolve("not-there").resolve("last-good.json");
        restart();
        workspace.write("a.yaml", consumer("one", "A")).reload();
        assertThat(names(workspace.write("a.yaml", "a: [").reload())).containsExactly("one=A");
    }
}
