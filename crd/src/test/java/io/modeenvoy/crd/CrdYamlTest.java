package io.modeenvoy.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CrdYamlTest {
    @Test
    void committedCrdsAreWhatTheRecordsSay() throws IOException {
        if (Update.wanted()) {
            CrdYaml.write(CrdYaml.FOLDER);
        }
        assertThat(committed())
                .as("rewrite with: mvn -pl crd test -Dcrd.update")
                .isEqualTo(CrdYaml.files());
    }

    private static SortedMap<String, String> committed() throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        try (var paths = Files.list(CrdYaml.FOLDER)) {
            for (Path path : paths.toList()) {
                files.put(path.getFileName().toString(), Files.readString(path));
            }
        }
        return files;
    }
}
