package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The official OpenAI SDK, unchanged, against the gateway. */
final class OpenAiSdkIT {
    @Test
    void worksWithTheOfficialSdk() throws Exception {
        int simulatorPort = Program.freePort();
        try (Workspace workspace = Workspace.demo(Program.freePort(), simulatorPort);
                Program simulator = Program.start("simulator", "--port", Integer.toString(simulatorPort))) {
            String key = workspace.key("app-1");
            workspace.write("spent.yaml", """
                    apiVersion: modeenvoy.io/v1alpha1
                    kind: Consumer
                    metadata: {name: spent, namespace: demo}
                    spec: {displayName: An application whose budget is used up}
                    ---
                    apiVersion: modeenvoy.io/v1alpha1
                    kind: Budget
                    metadata: {name: spent, namespace: demo}
                    spec:
                      target: {kind: Consumer, name: spent}
                      limits: [{unit: TotalTokens, amount: "1", window: {calendar: Day}, mode: Strict}]
                    """);
            String spent = Program.run("key", "create", workspace.directory().toString(), "--consumer", "demo/spent")
                    .out()
                    .strip();
            simulator.awaitLine(line -> line.startsWith("ready"));
            try (Gateway gateway = Gateway.run(workspace)) {
                Path output = Files.createTempFile("sdk-", ".out");
                Process checks = new ProcessBuilder(
                                python(),
                                Program.root()
                                        .resolve("e2e/sdk/openai_checks.py")
                                        .toString(),
                                "--base-url",
                                gateway.base().resolve("/v1").toString(),
                                "--key",
                                key,
                                "--spent-key",
                                spent,
                                "--model",
                                "small")
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                int exitCode = checks.waitFor();

                assertThat(exitCode)
                        .as(Files.readString(output, StandardCharsets.UTF_8)
                                + gateway.program().errors())
                        .isZero();
            }
        }
    }

    private static String python() {
        String configured = System.getenv("MODEENVOY_SDK_PYTHON");
        if (configured == null) {
            throw new AssertionError(
                    "MODEENVOY_SDK_PYTHON: not set (expected: the Python with the SDK that bin/install-test-tools made; bin/test sets it)");
        }
        return configured;
    }
}
