package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ReloadIT {
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
        try (Gateway gateway = Gateway.run(workspace);
                Load load = Load.start(4, () -> gateway.chat(key).status())) {
            for (int i = 0; i < 20; i++) {
                String model = "model-" + i;
                workspace.write("extra.yaml", route("extra", model));

                assertThat(Eventually.holds(
                                model + " is served",
                                Duration.ofSeconds(3),
                                () -> gateway.chat(key, model).status() == 200))
                        .isLessThan(Duration.ofSeconds(1));
            }
            assertThat(load.failures()).isEmpty();
            assertThat(load.calls()).isGreaterThan(100);
        }
    }

    @Test
    void movesCallsToAnotherProviderAndRuleUnderLoadWithoutDroppingOne() {
        workspace.provider("second", simulatorPort);
        try (Gateway gateway = Gateway.run(workspace);
                Load load = Load.start(4, () -> gateway.chat(key).status())) {
            for (int i = 0; i < 30; i++) {
                int before = load.calls();
                workspace.write("route.yaml", chatRoute("rule-" + i % 3, i % 2 == 0 ? "simulator" : "second"));
                Eventually.holds("calls go on", Duration.ofSeconds(20), () -> load.calls() > before + 40);
            }
            assertThat(load.failures()).isEmpty();
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
                            .contains(
                                    "AIRoute demo/extra spec.rules[0].backendRefs[0].name: simulater (expected: a ModelProvider in demo; did you"
                                            + " mean simulator?)"));
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

    /** Steady calls from several threads; every status but 200 is a failure. */
    static final class Load implements AutoCloseable {
        private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
        private final AtomicInteger calls = new AtomicInteger();
        private final Thread[] threads;
        private volatile boolean running = true;

        private Load(int count, java.util.function.IntSupplier call) {
            threads = new Thread[count];
            for (int i = 0; i < count; i++) {
                threads[i] = Thread.ofVirtual().start(() -> loop(call));
            }
        }

        static Load start(int threads, java.util.function.IntSupplier call) {
            return new Load(threads, call);
        }

        private void loop(java.util.function.IntSupplier call) {
            while (running) {
                try {
                    int status = call.getAsInt();
                    if (status != 200) {
                        failures.add("status " + status);
                    }
                } catch (RuntimeException e) {
                    failures.add(e.toString());
                }
                calls.incrementAndGet();
            }
        }

        ConcurrentLinkedQueue<String> failures() {
            return failures;
        }

        int calls() {
            return calls.get();
        }

        @Override
        public void close() {
            running = false;
            for (Thread thread : threads) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
