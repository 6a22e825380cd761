package io.modeenvoy.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runner must notice every way in which a golden directory can be wrong. */
class GoldenCaseTest {
    @TempDir
    Path root;

    @Test
    void passesWhenOutputsEqualFiles() throws IOException {
        GoldenCase golden = golden(GoldenMode.COMPARE, Map.of("in/a.yaml", "1", "out.yaml", "one\n"));

        golden.verify(inputs -> Map.of("out.yaml", "one\n"));

        assertThat(golden.inputs()).containsExactly(new GoldenFile("in/a.yaml", "1"));
    }

    @Test
    void failsOnDifferentText() throws IOException {
        GoldenCase golden = golden(GoldenMode.COMPARE, Map.of("out.yaml", "a\nb\n"));

        assertThatThrownBy(() -> golden.verify(inputs -> Map.of("out.yaml", "a\nc\n")))
                .hasMessageContaining("out.yaml from line 2 on\n- b\n+ c");
    }

    @Test
    void failsOnMissingFile() throws IOException {
        GoldenCase golden = golden(GoldenMode.COMPARE, Map.of("out.yaml", "a"));

        assertThatThrownBy(() -> golden.verify(inputs -> Map.of("out.yaml", "a", "more.yaml", "b")))
                .hasMessageContaining("more.yaml: missing file");
    }

    @Test
    void failsOnUnusedFile() throws IOException {
        GoldenCase golden = golden(GoldenMode.COMPARE, Map.of("out.yaml", "a", "old.yaml", "b"));

        assertThatThrownBy(() -> golden.verify(inputs -> Map.of("out.yaml", "a")))
                .hasMessageContaining("old.yaml: unused file");
    }

    @Test
    void failsOnUnstableOrder() throws IOException {
        GoldenCase golden = golden(GoldenMode.COMPARE, Map.of("in/a", "1", "in/b", "2", "out", "12"));

        assertThatThrownBy(() -> golden.verify(inputs ->
                        Map.of("out", inputs.stream().map(GoldenFile::text).collect(Collectors.joining()))))
                .hasMessageContaining("unstable order");
    }

    @Test
    void failsOnUnusedDirectoryAndOnNamesThatAreNoSentence() throws IOException {
        golden(GoldenMode.COMPARE, Map.of("out.yaml", "a"));
        Files.createDirectories(root.resolve("Case7"));

        assertThatThrownBy(() -> GoldenCase.under(root)).hasMessageContaining("Case7: not a case's name");
        assertThatThrownBy(() -> GoldenCase.named(root, List.of("a-case"))).hasMessageContaining("Case7: unused");
    }

    @Test
    void rewritesWhatComesOutAndRemovesWhatNoLongerDoes() throws IOException {
        GoldenCase golden = golden(GoldenMode.REWRITE, Map.of("in/a", "1", "out", "a", "old", "b"));

        golden.verify(inputs -> Map.of("out", "c"));

        new GoldenCase(root.resolve("a-case"), GoldenMode.COMPARE).verify(inputs -> Map.of("out", "c"));
        assertThat(golden.inputs()).hasSize(1);
    }

    @Test
    void refusesToRewriteUnderCi() {
        assertThatThrownBy(() -> GoldenMode.of("true", true)).hasMessageContaining("CI");
        assertThat(GoldenMode.of("true", false)).isEqualTo(GoldenMode.REWRITE);
        assertThat(GoldenMode.of(null, true)).isEqualTo(GoldenMode.COMPARE);
    }

    private GoldenCase golden(GoldenMode mode, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = root.resolve("a-case").resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        return new GoldenCase(root.resolve("a-case"), mode);
    }
}
