package io.modeenvoy.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples of the CRDs get the verdict here that an API server gives; that it gives it, and in which words, {@code SamplesIT} of dev-cluster tests. */
class SamplesTest {
    private static final Path SAMPLES = Path.of("../../crd/src/test/resources/samples");

    static Stream<Path> samples() throws IOException {
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            return files.filter(Files::isRegularFile).map(SAMPLES::relativize).sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void isGoodWhereItsFolderSaysSo(Path sample) {
        boolean good = sample.getName(1).toString().equals("valid");

        assertThat(FileProvider.load(SAMPLES.resolve(sample)).problems().isEmpty())
                .isEqualTo(good);
    }
}
