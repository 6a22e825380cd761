package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ReloadIT {
    @RegisterExtension
    private final Evidence evidence = new Evidence();

    private final int simulatorPort = Program.freePort();
    private final Workspace workspace = Workspace.demo(Program.freePort(), simulatorPort);
    private String key = "";
    private Program simulator;

    @BeforeEach
    void start() {
        simulator = Program.start("simulator", "--port", Integer.toString(simulatorPort));
        key = workspace.key("app-1");
    }

    @AfterEach
    void stop() {
        simulator.close();
        workspace.close();
    }

    @Test
    void servesAChangedFileInWellUnderASecondAndDropsNothingUnderLoad() {
        try (Gateway gateway = run();
                Load load = Load.start(evidence, 4, () -> gateway.chat(key))) {
            for (int i = 0; i < 20; i++) {
                String model = "model-" + i;
                workspace.write("extra.yaml", route("extra", model));

                assertThat(Eventually.holds(
                                model + " is served",
                                Duration.ofSeconds(3),
                                () -> gateway.chat(key, model).status() == 200))
                        .isLessThan(Duration.ofSeconds(1));
            }
            load.assertNothingFailed();
            assertThat(load.calls()).isGreaterThan(100);
        }
    }

    @Test
    void movesCallsToAnotherProviderAndRuleUnderLoadWithoutDroppingOne() {
        workspace.provider("second", simulatorPort);
        try (Gateway gateway = run();
                Load load = Load.start(evidence, 4, () -> gateway.chat(key))) {
            for (int i = 0; i < 30; i++) {
                int before = load.calls();
                workspace.write("route.yaml", chatRoute("rule-" + i % 3, i % 2 == 0 ? "simulator" : "second"));
                Eventually.holds("calls go on", Duration.ofSeconds(20), () -> load.calls() > before + 40);
            }
            load.assertNothingFailed();
        }
    }

    @Test
    void goesOnWithEverythingElseWhenAFileIsBrokenAndSaysWhatIsWrong() {
        workspace.write("extra.yaml", route("extra", "large"));
        try (Gateway gateway = Gateway.run(workspace)) {
            workspace.write("extra.yaml", route("extra", "large").replace("name: simulator", "name: simulater"));
            Eventually.holds(
                    "the mistake is printed",
                    Duration.ofSeconds(2),
                    () -> gateway.program()
                            .errors()
                            .contains("AIRoute demo/extra spec.rules[0].backendRefs[0].name: simulater (expected: a"
                                    + " ModelProvider in demo; did you mean simulator?)"));
            assertThat(gateway.chat(key).status()).isEqualTo(200);

            workspace.write("extra.yaml", "kind: [");
            Eventually.holds(
                    "the broken file is reported",
                    Duration.ofSeconds(2),
                    () -> gateway.program().errors().contains("extra.yaml"));
            assertThat(gateway.chat(key).status()).isEqualTo(200);

            workspace.write("extra.yaml", route("extra", "large"));
            Eventually.holds(
                    "the mended file is served",
                    Duration.ofSeconds(2),
                    () -> gateway.chat(key, "large").status() == 200);
        }
    }

    @Test
    void drainsAndExitsWithZeroOnSigterm() {
        Gateway gateway = Gateway.run(workspace);
        assertThat(gateway.chat(key).status()).isEqualTo(200);

        assertThat(gateway.program().terminate()).isZero();
        assertThat(ProcessHandle.allProcesses()
                        .filter(process -> process.info()
                                .commandLine()
                                .orElse("")
                                .contains(workspace.directory().toString())))
                .isEmpty();
    }

    private Gateway run() {
        Gateway gateway = Gateway.run(workspace);
        evidence.of("gateway", gateway.program());
        evidence.file("envoy", workspace.state().resolve("envoy.log"));
        evidence.file("access log", workspace.state().resolve("access.log"));
        return gateway;
    }

    private static String chatRoute(String rule, String provider) {
        return """
            apiVersion: modeenvoy.io/v1alpha1
            kind: AIRoute
            metadata: {name: chat, namespace: demo}
            spec:
              parentRefs: [{name: edge}]
              rules:
              - name: %s
                matches: [{models: [small]}]
                backendRefs: [{name: %s}]
            """.formatted(rule, provider);
    }

    private static String route(String name, String model) {
        return """
            apiVersion: modeenvoy.io/v1alpha1
            kind: AIRoute
            metadata: {name: %s, namespace: demo}
            spec:
              parentRefs: [{name: edge}]
              rules:
              - name: only
                matches: [{models: [%s]}]
                backendRefs: [{name: simulator}]
            """.formatted(name, model);
    }
}
