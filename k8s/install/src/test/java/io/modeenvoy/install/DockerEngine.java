package io.modeenvoy.install;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/** The engine that {@code bin/docker-engine} found or started, and what is built on it. */
final class DockerEngine {
    static final String PROGRAM = "modeenvoy-test/modeenvoy:current";

    private DockerEngine() {}

    /** Ends the test with the reason where this machine cannot have one; {@code build/count_tests.py} prints it. */
    static void assume() {
        String reason = System.getenv().getOrDefault("MODEENVOY_NO_DOCKER", "");
        Assumptions.assumeTrue(reason.isEmpty(), "cannot run here: no Docker engine: " + reason);
        named("DOCKER_HOST");
    }

    /** Builds the image as users do, from the program as it is now. */
    static void buildProgram() {
        Path root = Path.of(System.getProperty("modeenvoy.root", "../.."))
                .toAbsolutePath()
                .normalize();
        Command.run(List.of(
                        root.resolve("bin/image").toString(),
                        "--as-built",
                        "--tag",
                        PROGRAM,
                        "--jdk",
                        named("MODEENVOY_IMAGE_JDK"),
                        "--base",
                        named("MODEENVOY_IMAGE_BASE")))
                .good();
    }

    static String envoy() {
        return named("MODEENVOY_IMAGE_ENVOY");
    }

    private static String named(String variable) {
        return Objects.requireNonNull(
                System.getenv(variable), variable + " is not set (expected: bin/docker-engine start was run)");
    }
}
