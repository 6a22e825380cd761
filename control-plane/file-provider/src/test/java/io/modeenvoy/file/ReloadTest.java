package io.modeenvoy.file;

import static io.modeenvoy.file.Workspace.consumer;
import static io.modeenvoy.file.Workspace.names;
import static io.modeenvoy.file.Workspace.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.crd.SecurityPolicy;
import io.modeenvoy.crd.SizeLimit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {
    @TempDir
    Path root;

    Workspace workspace = new Workspace(Path.of(""));

    @BeforeEach
    void start() {
        workspace = new Workspace(root);
    }

    @Test
    void objectThatDidNotChangeKeepsItsInstance() {
        Loaded first = workspace
                .write("a.yaml", consumer("one", "A"), consumer("two", "A"))
                .reload();
        Loaded second = workspace
                .write("a.yaml", "# moved down\n" + consumer("one", "B"), consumer("two", "A"))
                .reload();
        assertThat(object(second, "two")).isSameAs(object(first, "two"));
        assertThat(object(second, "one")).isNotSameAs(object(first, "one"));
    }

    @Test
    void objectThatMovesToAnotherFileKeepsItsInstance() {
        Loaded first = workspace.write("a.yaml", consumer("one", "A")).reload();
        Loaded second =
                workspace.delete("a.yaml").write("b.yaml", consumer("one", "A")).reload();
        assertThat(object(second, "one")).isSameAs(object(first, "one"));
    }

    @Test
    void nothingChangedIsTheSameView() {
        Loaded first = workspace.write("a.yaml", consumer("one", "A")).reload();
        assertThat(workspace.reload().view()).isSameAs(first.view());
        assertThat(workspace.poll()).isEqualTo(first);
    }

    @Test
    void generationCountsChangesOfTheSpec() {
        Loaded first = workspace.write("a.yaml", consumer("one", "A")).reload();
        Loaded labelled = workspace
                .write("a.yaml", consumer("one", "A").replace("{name: one}", "{name: one, labels: {a: b}}"))
                .reload();
        Loaded changed = workspace.write("a.yaml", consumer("one", "B")).reload();
        assertThat(object(first, "one").getMetadata().getGeneration()).isEqualTo(1);
        assertThat(object(labelled, "one")).isNotSameAs(object(first, "one"));
        assertThat(object(labelled, "one").getMetadata().getGeneration()).isEqualTo(1);
        assertThat(object(changed, "one").getMetadata().getGeneration()).isEqualTo(2);
    }

    @Test
    void brokenObjectKeepsItsLastGoodState() {
        Loaded first = workspace
                .write("a.yaml", consumer("one", "A"), consumer("two", "A"))
                .reload();
        Loaded second = workspace
                .write("a.yaml", consumer("one", "[A]"), consumer("two", "B"))
                .reload();
        assertThat(names(second)).containsExactly("one=A", "two=B");
        assertThat(object(second, "one")).isSameAs(object(first, "one"));
        assertThat(second.problems())
                .extracting(FileProblem::toString)
                .containsExactly("Consumer default/one spec.displayName: a list (expected: a string)");
    }

    @Test
    void brokenYamlKeepsWhatTheFileHeld() {
        workspace.write("a.yaml", consumer("one", "A"), consumer("two", "A")).reload();
        Loaded second =
                workspace.write("a.yaml", "spec: [\n", consumer("two", "B")).reload();
        assertThat(names(second)).containsExactly("one=A", "two=B");
        assertThat(second.problems()).hasSize(1);
    }

    /** A large file arrives in pieces; each of them is wrong in another way. */
    @Test
    void mistakesOfAFileThatIsBeingWrittenAreToldAtASecondLook() {
        Loaded whole = workspace.write("a.yaml", consumer("one", "A")).reload();
        Loaded half = workspace.told(
                whole,
                workspace
                        .write("a.yaml", "spec: [\n")
                        .write("b.yaml", consumer("two", "A"))
                        .reload());
        Loaded more =
                workspace.told(half, workspace.write("a.yaml", "spec: [1,\n").reload());
        Loaded second = workspace.told(more, workspace.poll());
        Loaded other =
                workspace.told(second, workspace.write("a.yaml", "spec: {\n").reload());
        Loaded mended = workspace.told(
                other, workspace.write("a.yaml", consumer("one", "B")).reload());

        assertThat(names(half)).containsExactly("one=A", "two=A");
        assertThat(half.problems()).isEmpty();
        assertThat(more.problems()).isEmpty();
        assertThat(second.problems()).hasSize(1);
        assertThat(other.problems()).as("not mended, for all we know").isEqualTo(second.problems());
        assertThat(mended.problems()).isEmpty();
        assertThat(names(mended)).containsExactly("one=B", "two=A");
    }

    @Test
    void objectWhoseNameCannotBeReadKeepsWhatTheFileHeld() {
        workspace.write("a.yaml", consumer("one", "A")).reload();
        assertThat(names(workspace.write("a.yaml", consumer("One", "A")).reload()))
                .containsExactly("one=A");
        assertThat(names(workspace
                        .write("a.yaml", consumer("one", "A").replace("Consumer", "Consumr"))
                        .reload()))
                .containsExactly("one=A");
    }

    @Test
    void emptiedFileKeepsWhatItHeld() {
        workspace.write("a.yaml", consumer("one", "A")).reload();
        Loaded second = workspace.write("a.yaml", "").reload();
        assertThat(names(second)).containsExactly("one=A");
        assertThat(second.problems())
                .extracting(FileProblem::toString)
                .containsExactly("a.yaml: empty (expected: YAML; to remove its objects, remove the file)");
    }

    @Test
    void fileOfCommentsAloneKeepsWhatItHeld() {
        workspace.write("a.yaml", consumer("one", "A")).reload();
        Loaded second = workspace.write("a.yaml", "# not now\n---\n").reload();
        assertThat(names(second)).containsExactly("one=A");
        assertThat(second.problems())
                .extracting(FileProblem::toString)
                .containsExactly(
                        "a.yaml: no object (expected: YAML with objects; to remove its objects, remove the file)");
    }

    @Test
    void listWithoutItemsKeepsWhatTheFileHeld() {
        String list = "apiVersion: v1\nkind: List\n";
        workspace.write("a.yaml", list + """
                items:
                - {apiVersion: modeenvoy.io/v1alpha1, kind: Consumer, metadata: {name: one}, spec: {displayName: A}}
                """).reload();
        Loaded missing = workspace.write("a.yaml", list).reload();
        Loaded text = workspace.write("a.yaml", list + "items: all\n").reload();
        Loaded none = workspace.write("a.yaml", list + "items: []\n").reload();
        assertThat(names(missing)).containsExactly("one=A");
        assertThat(missing.problems())
                .extracting(FileProblem::toString)
                .containsExactly("List items: missing (expected: a list of objects)");
        assertThat(names(text)).containsExactly("one=A");
        assertThat(names(none)).isEmpty();
    }

    @Test
    void policyThatIsBrokenFromTheStartIsKnownToBeThere() {
        String policy = """
                apiVersion: modeenvoy.io/v1alpha1
                kind: SecurityPolicy
                metadata: {name: closed, namespace: web}
                spec: {targetRefs: [{kind: HTTPRoute, name: shop}], access: Authenticated}
                """;
        String broken = policy.replace("Authenticated", "Somebody");
        Loaded first = workspace.write("a.yaml", broken).reload();
        Loaded same = workspace.reload();
        Loaded good = workspace.write("a.yaml", policy).reload();
        Loaded brokenLater = workspace.write("a.yaml", broken).reload();
        Loaded nameless = workspace
                .write("b.yaml", policy.replace("name: closed, ", ""))
                .delete("a.yaml")
                .reload();
        Loaded gone = workspace.delete("b.yaml").reload();

        assertThat(isUnreadable(first, "closed")).isTrue();
        assertThat(same.view()).isSameAs(first.view());
        assertThat(isUnreadable(good, "closed")).isFalse();
        assertThat(isUnreadable(brokenLater, "closed")).isFalse();
        assertThat(brokenLater.view().list(SecurityPolicy.class)).hasSize(1);
        assertThat(isUnreadable(nameless, "")).isTrue();
        assertThat(isUnreadable(gone, "")).isFalse();
    }

    private static boolean isUnreadable(Loaded loaded, String name) {
        return loaded.view().isUnreadable(SecurityPolicy.class, "web", name);
    }

    @Test
    void deletedFileTakesItsObjectsAndProblemsAway() {
        workspace.write("a.yaml", consumer("one", "A")).write("b.yaml", "a: [").reload();
        Loaded second = workspace.delete("a.yaml").delete("b.yaml").reload();
        assertThat(names(second)).isEmpty();
        assertThat(second.problems()).isEmpty();
    }

    @Test
    void objectLeftOutOfAGoodFileIsGone() {
        workspace.write("a.yaml", consumer("one", "A"), consumer("two", "A")).reload();
        assertThat(names(workspace.write("a.yaml", consumer("two", "A")).reload()))
                .containsExactly("two=A");
    }

    @Test
    void repairedFileIsUsedAgain() {
        workspace.write("a.yaml", consumer("one", "A")).reload();
        workspace.write("a.yaml", "a: [").reload();
        Loaded third = workspace.write("a.yaml", consumer("one", "B")).reload();
        assertThat(names(third)).containsExactly("one=B");
        assertThat(third.problems()).isEmpty();
    }

    @Test
    void ofTwoTheFirstByPathIsUsedUntilItGoes() {
        Loaded both = workspace
                .write("b.yaml", consumer("one", "B"))
                .write("a.yaml", consumer("one", "A"))
                .reload();
        assertThat(names(both)).containsExactly("one=A");
        assertThat(both.problems()).hasSize(2);
        assertThat(names(workspace.delete("a.yaml").reload())).containsExactly("one=B");
    }

    @Test
    void directoryThatIsGoneKeepsWhatItHeld() throws IOException {
        workspace.write("a.yaml", consumer("one", "A")).reload();
        workspace.delete("a.yaml");
        Files.delete(root);
        Loaded second = workspace.reload();
        Files.createDirectory(root);
        assertThat(names(second)).containsExactly("one=A");
        assertThat(second.problems())
                .extracting(FileProblem::message)
                .containsExactly("not there (expected: a directory or file of YAML)");
    }

    @Test
    void fileThatIsTooBigIsReported() throws IOException {
        Files.writeString(root.resolve("a.yaml"), "# " + "x".repeat(SizeLimit.FILE_SIZE.most()));
        assertThat(workspace.reload().problems())
                .extracting(FileProblem::toString)
                .containsExactly("a.yaml: 4194306 bytes (expected: at most 4194304 bytes)");
    }

    @Test
    void fileThatIsNotTextIsReported() throws IOException {
        Files.write(root.resolve("a.yaml"), "name: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(workspace.reload().problems())
                .extracting(FileProblem::toString)
                .containsExactly("a.yaml: not UTF-8 (expected: text in UTF-8)");
    }

    @Test
    void linkToNowhereIsReported() throws IOException {
        Files.createSymbolicLink(root.resolve("a.yaml"), root.resolve("missing.yaml"));
        assertThat(workspace.reload().problems()).extracting(FileProblem::file).containsExactly(Path.of("a.yaml"));
    }

    @Test
    void linkInACircleEndsTheWalk() throws IOException {
        workspace.write("a.yaml", consumer("one", "A"));
        Files.createSymbolicLink(root.resolve("again"), root);
        Loaded loaded = workspace.reload();
        assertThat(names(loaded)).containsExactly("one=A");
        assertThat(loaded.problems())
                .extracting(FileProblem::toString)
                .containsExactly("again: a link in a circle (expected: none)");
    }

    @Test
    void configMapMountIsReadThroughItsLinks() throws IOException {
        workspace.write("..2026/a.yaml", consumer("one", "A"));
        Files.createSymbolicLink(root.resolve("..data"), Path.of("..2026"));
        Files.createSymbolicLink(root.resolve("a.yaml"), Path.of("..data/a.yaml"));
        assertThat(names(workspace.reload())).containsExactly("one=A");
    }

    @Test
    void singleFileIsADirectoryOfOne() {
        workspace.write("a.yaml", consumer("one", "A"), "a: [");
        Loaded loaded = FileProvider.load(root.resolve("a.yaml"));
        assertThat(names(loaded)).containsExactly("one=A");
        assertThat(loaded.problems()).extracting(FileProblem::file).containsExactly(Path.of("a.yaml"));
    }

    @Test
    void missingDirectoryIsAProblem() {
        assertThat(FileProvider.load(root.resolve("nowhere")).problems())
                .extracting(FileProblem::toString)
                .containsExactly(root.resolve("nowhere") + ": not there (expected: a directory or file of YAML)");
    }
}
