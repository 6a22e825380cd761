package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake in a file is printed in the words of {@code validate}, changes nothing else, and is called mended when it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadFilesIT {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String FILE = "z-extra.yaml";

    @RegisterExtension
    private final Evidence evidence = new Evidence();

    private final int simulatorPort = Program.freePort();
    private final Workspace workspace = Workspace.demo(Program.freePort(), simulatorPort);
    private String key = "";
    private Program simulator;
    private Gateway gateway;
    private Load steady;
    private int printedBefore;

    @BeforeAll
    void start() {
        simulator = Program.start("simulator", "--port", Integer.toString(simulatorPort));
        simulator.awaitLine(line -> line.startsWith("ready"));
        key = workspace.key("app-1");
        gateway = Gateway.run(workspace);
        evidence.of("gateway", gateway.program());
        evidence.file("access log", workspace.state().resolve("access.log"));
    }

    @AfterAll
    void stop() {
        gateway.close();
        simulator.close();
        workspace.close();
    }

    @BeforeEach
    void callSteadily() {
        assertThat(gateway.chat(key).status()).isEqualTo(200);
        printedBefore = gateway.program().errors().length();
        steady = Load.start(evidence, 1, () -> gateway.chat(key));
    }

    @AfterEach
    void nothingElseHasChanged() {
        int calls = steady.calls();
        Eventually.holds("calls go on", SOON, () -> steady.calls() > calls + 3);
        steady.assertNothingFailed();
    }

    static Stream<Arguments> mistakes() {
        return MISTAKES.entrySet().stream()
                .map(mistake -> Arguments.of(
                        mistake.getKey(),
                        mistake.getValue().yaml(),
                        mistake.getValue().lines()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void isPrintedOnceAndThenMended(String name, String yaml, List<String> lines) {
        workspace.write(FILE, yaml);
        lines.forEach(this::awaitPrinted);

        workspace.delete(FILE);
        lines.forEach(line -> awaitPrinted("mended: " + line));

        assertThat(printed()).as("each once").filteredOn(lines::contains).hasSameSizeAs(lines);
    }

    @Test
    void isPrintedInTheWordsOfValidate() {
        int number = 0;
        for (Mistake mistake : MISTAKES.values()) {
            workspace.write("z-" + number++ + ".yaml", mistake.yaml());
        }

        Program.Result validate = Program.run("validate", workspace.directory().toString());

        assertThat(validate.exitCode()).isEqualTo(1);
        List<String> said = validate.out()
                .lines()
                .filter(line -> !line.matches("\\d+ problems? in \\d+ objects"))
                .toList();
        assertThat(said).hasSizeGreaterThanOrEqualTo(MISTAKES.size());
        said.forEach(this::awaitPrinted);
        for (int i = 0; i < number; i++) {
            workspace.delete("z-" + i + ".yaml");
        }
        said.forEach(line -> awaitPrinted("mended: " + line));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void answersCallsOfARouteThatCannotWorkWithAClearError(String route, String yaml, String model) {
        workspace.write(FILE, yaml);

        // 404 until Envoy has the route, and a moment longer 403 until its access rule has arrived too.
        Eventually.holds("the route is served", SOON, () -> {
            int status = gateway.chat(key, model).status();
            return status != 404 && status != 403;
        });
        Gateway.Answer answer = gateway.chat(key, model);

        assertThat(answer.status()).as(answer.body()).isBetween(500, 503);
        assertThat(answer.header("content-type")).startsWith("application/json");
        assertThat(answer.json().at("/error/type").asText()).isNotEmpty();
        assertThat(answer.json().at("/error/message").asText()).contains(route);
        workspace.delete(FILE);
        Eventually.holds("it is gone", SOON, () -> gateway.chat(key, model).status() == 404);
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                Arguments.of("demo/no-provider", NO_PROVIDER.yaml(), "lost"),
                Arguments.of("demo/locked-out", NO_SECRET.yaml(), "locked"));
    }

    @Test
    void aFileThatIsReadWhileItIsWrittenChangesNothingUntilItIsWhole() throws IOException {
        Path file = workspace.directory().resolve("route.yaml");
        String before = Files.readString(file);
        String whole = before.replace("[small]", "[small, tiny]");
        String half = whole.substring(0, whole.indexOf("tiny") + 2);

        Files.writeString(file, half);
        awaitPrinted("route.yaml:9: not YAML: expected ',' or ']', but got <stream end>");
        Files.writeString(file, whole);

        awaitPrinted("mended: route.yaml:9: not YAML: expected ',' or ']', but got <stream end>");
        Eventually.holds(
                "the whole file is served",
                SOON,
                () -> gateway.chat(key, "tiny").status() == 200);
        Files.writeString(file, before);
        Eventually.holds(
                "the model is gone", SOON, () -> gateway.chat(key, "tiny").status() == 404);
    }

    @Test
    void anEmptiedFileIsAskedAboutAndARemovedOneTakesItsObjectsAway() {
        workspace.write(FILE, route("short-lived", "brief", "simulator"));
        Eventually.holds("it is served", SOON, () -> gateway.chat(key, "brief").status() == 200);

        workspace.write(FILE, "");
        awaitPrinted(FILE + ": empty (expected: YAML; to remove its objects, remove the file)");
        workspace.write("z-later.yaml", route("later", "later", "simulator"));
        Eventually.holds(
                "a later change is served",
                SOON,
                () -> gateway.chat(key, "later").status() == 200);
        assertThat(gateway.chat(key, "brief").status()).isEqualTo(200);

        workspace.delete(FILE);
        workspace.delete("z-later.yaml");
        Eventually.holds("it is gone", SOON, () -> gateway.chat(key, "brief").status() == 404);
    }

    private List<String> printed() {
        return gateway.program().errors().substring(printedBefore).lines().toList();
    }

    private void awaitPrinted(String line) {
        try {
            Eventually.holds("printed: " + line, SOON, () -> printed().contains(line));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; printed " + String.join("\n", printed()), e);
        }
    }

    private static String route(String name, String model, String provider) {
        return """
            apiVersion: modeenvoy.io/v1alpha1
            kind: AIRoute
            metadata: {name: %s, namespace: demo}
            spec:
              parentRefs: [{name: edge}]
              rules: [{name: only, matches: [{models: [%s]}], backendRefs: [{name: %s}]}]
            """.formatted(name, model, provider);
    }

    /** A file and what it is blamed for. */
    record Mistake(String yaml, List<String> lines) {
        static Mistake of(String yaml, String... lines) {
            return new Mistake(yaml, List.of(lines));
        }
    }

    private static final Mistake NO_PROVIDER = Mistake.of(
            route("no-provider", "lost", "simulater"),
            "AIRoute demo/no-provider spec.rules[0].backendRefs[0].name: simulater (expected: a ModelProvider in demo;"
                    + " did you mean simulator?)");

    private static final Mistake NO_SECRET = Mistake.of(
            """
                apiVersion: modeenvoy.io/v1alpha1
                kind: ModelProvider
                metadata: {name: no-secret, namespace: demo}
                spec:
                  schema: OpenAI
                  endpoint: {url: "http://127.0.0.1:9/v1"}
                  auth: {type: Bearer, secretRef: {name: nowhere, key: apiKey}}
                ---
                """ + route("locked-out", "locked", "no-secret"),
            "ModelProvider demo/no-secret spec.auth.secretRef.name: nowhere (expected: a Secret in demo)",
            "AIRoute demo/locked-out spec.rules[0].backendRefs[0].name: no-secret (expected: a ModelProvider that can"
                    + " be used; see ModelProvider demo/no-secret)");

    private static final Map<String, Mistake> MISTAKES = new java.util.TreeMap<>(Map.of(
            "unknown kind",
            Mistake.of(
                    route("bad-kind", "a", "simulator").replace("kind: AIRoute", "kind: AIRout"),
                    "AIRout demo/bad-kind kind: AIRout (expected: one of AIRoute, APIKey, Budget, Consumer,"
                            + " ModelProvider, ProxySettings, SecurityPolicy, Tenant; did you mean AIRoute?)"),
            "unknown field",
            Mistake.of(
                    route("bad-field", "b", "simulator").replace("backendRefs:", "backendRef:"),
                    "AIRoute demo/bad-field spec.rules[0].backendRef: unknown field (did you mean backendRefs?)"),
            "unknown API version",
            Mistake.of(
                    route("bad-version", "c", "simulator").replace("io/v1alpha1", "io/v1"),
                    "AIRoute demo/bad-version apiVersion: modeenvoy.io/v1 (expected: modeenvoy.io/v1alpha1)"),
            "budget of 0",
            Mistake.of("""
                apiVersion: modeenvoy.io/v1alpha1
                kind: Budget
                metadata: {name: zero, namespace: demo}
                spec:
                  target: {kind: Consumer, name: app}
                  limits: [{unit: TotalTokens, amount: "0", window: {calendar: Day}, mode: Strict}]
                """, "Budget demo/zero spec.limits[0].amount: 0 (expected: more than 0)"),
            "two objects of one name",
            Mistake.of(
                    route("twice", "d", "simulator") + "---\n" + route("twice", "e", "simulator"),
                    "AIRoute demo/twice: also in " + FILE + ":8 (expected: each object once; this one is used)",
                    "AIRoute demo/twice: also in " + FILE + ":1 (expected: each object once; that one is used)"),
            "two routes for one hostname and model",
            Mistake.of(
                    route("second", "small", "simulator"),
                    "AIRoute demo/second spec.rules[0].matches[0].models[0]: small (expected: what no other AIRoute on"
                            + " * selects; AIRoute demo/chat is older and does)"),
            "missing provider",
            NO_PROVIDER,
            "missing Secret",
            NO_SECRET,
            "broken YAML",
            Mistake.of("kind: [", FILE + ":2: not YAML: expected the node content, but found '<stream end>'")));
}
