package io.modeenvoy.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the chart holds of other modules is what they have: nothing more, nothing less, nothing else. */
final class CopiesTest {
    @ParameterizedTest
    @CsvSource({
        "files/crds, ../../crd/src/main/resources/crds",
        "files/rbac, ../provider/src/main/resources/rbac",
        "files/webhook, ../webhook/src/main/resources/webhook"
    })
    void areThoseOfTheirOwners(Path copies, Path owner) throws IOException {
        assertThat(files(copies)).isEqualTo(files(owner)).isNotEmpty();
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return files;
    }
}
