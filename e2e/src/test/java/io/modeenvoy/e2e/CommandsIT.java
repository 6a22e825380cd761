package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that need nothing running. */
final class CommandsIT {
    private static final Path EXAMPLES = Program.root().resolve("examples");

    @Test
    void saysThatTheQuickstartIsGoodByTheRealEnvoyToo() {
        Program.Result result =
                Program.run("validate", EXAMPLES.resolve("quickstart").toString(), "--envoy");

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).startsWith("good: ");
    }

    static List<Path> badExamples() throws IOException {
        try (Stream<Path> folders = Files.list(EXAMPLES.resolve("bad"))) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("badExamples")
    void saysOfEachBadExampleExactlyWhatIsWrong(Path example) throws IOException {
        Program.Result result = Program.run("validate", example.toString());

        assertThat(result.exitCode()).as(result.out()).isEqualTo(1);
        assertThat(result.out().lines().filter(line -> !line.matches("\\d+ problems? in \\d+ objects")))
                .containsExactlyElementsOf(Files.readAllLines(example.resolve("expected.txt")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lds", "rds", "cds", "eds", "sds", "policy"})
    void translatesTheQuickstartWithoutASecretInIt(String type) {
        Program.Result result =
                Program.run("translate", EXAMPLES.resolve("quickstart").toString(), "--type", type);

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).doesNotContain("sk-");
    }

    @Test
    void explainsACallWithoutMakingIt() {
        Program.Result result = Program.run(
                "explain",
                EXAMPLES.resolve("quickstart").toString(),
                "--path",
                "/v1/chat/completions",
                "--model",
                "small",
                "--consumer",
                "demo/app");

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("listener", "AIRoute", "allowed", "Budget", "ModelProvider");
    }

    @Test
    void explainsWhyACallIsDenied() {
        Program.Result result = Program.run(
                "explain",
                EXAMPLES.resolve("quickstart").toString(),
                "--path",
                "/v1/chat/completions",
                "--model",
                "small");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("denied: 401 missing_credential");
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge", "sidecar", "egress"})
    void printsABootstrapForEachRole(String role) {
        Program.Result result =
                Program.run("bootstrap", "--role", role, "--server", "127.0.0.1:18000", "--group", "gateway/demo/edge");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("modeenvoy-ads", "set_node_on_first_message_only");
    }

    @Test
    void printsVersions() {
        Program.Result result = Program.run("version");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("modeenvoy ", "envoy 1.40.0", "jdk 25");
    }

    @ParameterizedTest
    @CsvSource({
        "2, nonsense",
        "2, translate . --type xds",
        "2, key create . --consumer nobody",
        "3, validate /no/such/path",
        "3, status --server 127.0.0.1:1"
    })
    void exitsWithTheCodeThatSaysWhy(int exitCode, String command) {
        Program.Result result = Program.run(command.split(" "));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
        assertThat(result.err()).isNotEmpty().doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "validate",
                "translate",
                "explain",
                "status",
                "key",
                "key create",
                "key list",
                "key revoke",
                "key rotate",
                "bootstrap",
                "simulator",
                "control-plane",
                "services",
                "ext-authz",
                "ext-ratelimit",
                "ext-proc",
                "version"
            })
    void helpsWithAnExample(String command) {
        Program.Result result = Program.run((command + " --help").split(" "));

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).containsPattern("Examples?:").contains("modeenvoy " + command);
    }

    @Test
    void makesListsRotatesAndRevokesKeys() {
        try (Workspace workspace = Workspace.demo(8080, 8089)) {
            String directory = workspace.directory().toString();
            String key = workspace.key("app-1");
            assertThat(key).startsWith("me_live_").doesNotContain("\n");

            Program.Result rotated = Program.run("key", "rotate", directory, "demo/app-1", "--overlap", "1h");
            assertThat(rotated.exitCode()).as(rotated.err()).isZero();
            assertThat(Program.run("key", "revoke", directory, "demo/app-1").exitCode())
                    .isZero();

            String list = Program.run("key", "list", directory).out();
            assertThat(list.lines().skip(1))
                    .hasSize(2)
                    .anyMatch(line -> line.startsWith("demo/app-1") && line.endsWith("yes"));
            assertThat(Program.run("validate", directory).exitCode()).isZero();
        }
    }
}
