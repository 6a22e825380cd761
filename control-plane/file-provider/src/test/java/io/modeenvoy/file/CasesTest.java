package io.modeenvoy.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One directory per case, named as a sentence: what is read, and {@code expected.txt} with every problem. */
class CasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");

    static Stream<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void everyProblemIsReportedInTheseWords(String name) throws IOException {
        Path folder = CASES.resolve(name);
        List<String> problems = problems(folder);
        Path expected = folder.resolve("expected.txt");
        if (System.getProperty("golden.update") != null && System.getenv("CI") == null) {
            Files.write(expected, problems);
        }
        assertThat(problems).isEqualTo(Files.readAllLines(expected));
    }

    /** With the line in front, as an editor wants it. */
    private static List<String> problems(Path folder) {
        return FileProvider.load(folder).problems().stream()
                .map(problem -> problem.file() + ":" + problem.line() + " " + problem)
                .toList();
    }
}
