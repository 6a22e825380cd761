package io.modeenvoy.app.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file of grants: strict when read, patient when changed. */
final class GrantsFileTest {
    private static final String GOOD = """
            grants:
            - identity: "uri:spiffe://example.org/gateways/*"
              groups: [gateway/infra/edge]
              nodeIds: ["edge-*"]
            - identity: "cn:operator"
              introspect: true
            """;

    @TempDir
    Path folder;

    @Test
    void readsWhatIsGranted() {
        GrantsReader reader = GrantsReader.read("grants.yaml", GOOD);

        assertThat(reader.problems()).isEmpty();
        assertThat(reader.grants())
                .extracting(Grant::words)
                .containsExactly("nodes [edge-*] of groups [gateway/infra/edge]", "introspection");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "grants: []|",
                "''|f.yaml grants: missing (expected: one field grants, a list of entries)",
                "grant: []|f.yaml grants: {grant=[]} (expected: one field grants, a list of entries)",
                "'grants: [x]'|f.yaml grants[0]: x (expected: fields of [groups, identity, introspect, nodeIds])",
                "'grants: [{identity: \"cn:a\", introspect: true, group: x}]'"
                        + "|f.yaml grants[0].group: x (expected: only [groups, identity, introspect, nodeIds])",
                "'grants: [{identity: edge, introspect: true}]'|f.yaml grants[0].identity: edge "
                        + "(expected: uri:…, dns:… or cn:… as in the certificate, * for any characters)",
                "'grants: [{introspect: true}]'|f.yaml grants[0].identity: missing "
                        + "(expected: uri:…, dns:… or cn:… as in the certificate, * for any characters)",
                "'grants: [{identity: \"cn:a\"}]'|f.yaml grants[0]: {identity=cn:a} "
                        + "(expected: something that is allowed: groups with nodeIds, or introspect: true)",
                "'grants: [{identity: \"cn:a\", groups: [x]}]'"
                        + "|f.yaml grants[0].nodeIds: missing (expected: patterns in both groups and nodeIds, or in none)",
                "'grants: [{identity: \"cn:a\", groups: x, nodeIds: [y]}]'"
                        + "|f.yaml grants[0].groups: x (expected: a list of patterns)",
                "'grants: [{identity: \"cn:a\", groups: [7], nodeIds: [y]}]'"
                        + "|f.yaml grants[0].groups[0]: 7 (expected: a text that is not empty, * for any characters)",
                "'grants: [{identity: \"cn:a\", introspect: maybe}]'"
                        + "|f.yaml grants[0].introspect: maybe (expected: true or false)",
            })
    void namesFileEntryFieldValueAndExpectation(String yaml, String problem) {
        GrantsReader reader = GrantsReader.read("f.yaml", yaml);

        if (problem == null) {
            assertThat(reader.problems()).isEmpty();
        } else {
            assertThat(reader.problems()).contains(problem);
            assertThat(reader.grants()).isEmpty();
        }
    }

    @Test
    void findsAllMistakesInOnePass() {
        assertThat(GrantsReader.read("f.yaml", "grants: [{identity: a, introspect: 1}, {identity: b, x: 1}]")
                        .problems())
                .hasSize(4);
        assertThat(GrantsReader.read("f.yaml", "grants: [").problems()).hasSize(1);
        assertThat(GrantsReader.read("f.yaml", "grants: []\ngrants: []").problems())
                .hasSize(1);
    }

    @Test
    void aChangedFileIsInForceAndABrokenOneChangesNothing() throws Exception {
        Path file = Files.writeString(folder.resolve("grants.yaml"), GOOD);
        try (GrantsFile grants = GrantsFile.open(file, Duration.ofDays(1))) {
            assertThat(grants.get().of(Set.of("cn:operator"))).hasSize(1);

            Files.writeString(file, "grants: [{identity: operator}]");
            grants.poll();
            assertThat(grants.get().of(Set.of("cn:operator"))).hasSize(1);

            Files.writeString(file, "grants: []");
            grants.poll();
            assertThat(grants.get().of(Set.of("cn:operator"))).isEmpty();
        }
    }

    @Test
    void doesNotStartWithoutAGoodFile() {
        Path file = folder.resolve("none.yaml");

        assertThatIOException()
                .isThrownBy(() -> GrantsFile.open(file))
                .withMessage(file + ": no such file (expected: a file)");
    }
}
