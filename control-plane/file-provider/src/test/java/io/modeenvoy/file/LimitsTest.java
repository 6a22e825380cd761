package io.modeenvoy.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.modeenvoy.crd.SizeLimit;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files written to cost us as much as they can. Beside each stands a good one, which is read. */
class LimitsTest {
    /** What the reading of one file may allocate. */
    private static final long BUDGET = 512L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path root;

    private Workspace workspace;

    @BeforeEach
    void aGoodFile() {
        workspace = new Workspace(root).write("b.yaml", Workspace.consumer("good", "shown"));
        workspace.reload();
    }

    /** The problems of the hostile file. */
    private List<String> read(String hostile) {
        workspace.write("a.yaml", hostile);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Loaded loaded = workspace.reload();
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(BUDGET);
        assertThat(Workspace.names(loaded)).containsExactly("good=shown");
        assertThat(loaded.problems())
                .allSatisfy(
                        problem -> assertThat(problem.message()).hasSizeLessThanOrEqualTo(SizeLimit.MESSAGE.most()));
        return loaded.problems().stream().map(FileProblem::toString).toList();
    }

    private static String consumer(String spec) {
        return """
                apiVersion: modeenvoy.io/v1alpha1
                kind: Consumer
                metadata: {name: hostile}
                spec: %s
                """.formatted(spec);
    }

    @Test
    void aListOfMillionsIsNotReadToItsEnd() {
        assertThat(read("[" + "a,".repeat(2_000_000) + "a]"))
                .containsExactly(
                        "a.yaml:1: not YAML: more values than are read (expected: at most 200000 values; divide it into several)");
    }

    @Test
    void aLongTextIsNotPutInPlaceAThousandTimes() {
        String aliases =
                IntStream.range(0, 5_000).mapToObj(i -> "k" + i + ": *long").collect(Collectors.joining(", "));

        assertThat(read(consumer("{displayName: &long " + "x".repeat(100_000) + ", " + aliases + "}")))
                .containsExactly("a.yaml:4: more (expected: at most 4194304 characters; look at its aliases)");
    }

    @Test
    void ofThousandsOfMistakesInOneObjectTheFirstAreTold() {
        String unknown =
                IntStream.range(0, 90_000).mapToObj(i -> "k" + i + ": 1").collect(Collectors.joining(", "));

        assertThat(read(consumer("{" + unknown + "}")))
                .hasSize(SizeLimit.OBJECT_MISTAKES.most() + 1)
                .contains("Consumer default/hostile: 90000 mistakes, of which 100 are told (expected: none)");
    }

    @Test
    void aFileOfSeparatorsIsNotDivided() {
        assertThat(read("---\na\n".repeat(100_000)))
                .containsExactly("a.yaml: 100001 documents (expected: at most 50000 documents)");
    }

    @Test
    void whatDoesNotPrintIsShownByItsNumber() {
        assertThat(read(consumer("{\"\\e[2Jfield\": 1, suspended: \"\\u202Etrue\"}")))
                .containsExactly(
                        "Consumer default/hostile spec.suspended: \"\\u202etrue\" (expected: true or false)",
                        "Consumer default/hostile spec[\\u001b[2Jfield]: unknown field (expected: one of displayName, jwt, suspended)");
    }

    @Test
    void aLongValueIsQuotedByItsStart() {
        assertThat(read(consumer("{suspended: " + "x".repeat(100_000) + "}")))
                .singleElement()
                .satisfies(problem -> assertThat(problem).hasSizeLessThan(200).endsWith("(expected: true or false)"));
    }
}
