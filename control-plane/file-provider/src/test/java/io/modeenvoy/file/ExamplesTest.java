package io.modeenvoy.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples people copy from. What later floors find in {@code examples/bad} is theirs to test. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("../../examples");

    static Stream<String> mistakesOfThisFloor() throws IOException {
        try (Stream<Path> folders = Files.list(EXAMPLES.resolve("bad"))) {
            return folders
                    .filter(Files::isDirectory)
                    .filter(folder -> !FileProvider.load(folder).problems().isEmpty())
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakesOfThisFloor")
    void badExampleSaysWhatIsWrong(String name) throws IOException {
        Path folder = EXAMPLES.resolve("bad").resolve(name);
        List<String> problems = FileProvider.load(folder).problems().stream()
                .map(FileProblem::toString)
                .toList();
        if (System.getProperty("golden.update") != null && System.getenv("CI") == null) {
            Files.write(folder.resolve("expected.txt"), problems);
        }
        assertThat(problems).isEqualTo(Files.readAllLines(folder.resolve("expected.txt")));
    }

    @Test
    void badExamplesCoverTheMistakesThisFloorFinds() throws IOException {
        assertThat(mistakesOfThisFloor())
                .contains(
                        "a-budget-has-the-amount-0",
                        "a-field-is-unknown",
                        "a-word-is-not-one-of-the-allowed",
                        "an-object-is-written-twice",
                        "the-api-version-is-unknown",
                        "the-kind-is-unknown",
                        "the-yaml-is-broken");
    }

    @Test
    void quickstartIsGood() {
        Loaded loaded = FileProvider.load(EXAMPLES.resolve("quickstart"));
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.view().size()).isEqualTo(15);
    }
}
