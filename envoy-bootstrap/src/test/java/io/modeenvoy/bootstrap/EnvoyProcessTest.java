package io.modeenvoy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.testkit.envoy.RealEnvoy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Envoy as a child process. */
@Tag("envoy")
class EnvoyProcessTest {
    @TempDir
    Path folder;

    private final Bootstrap bootstrap =
            Bootstrap.of(Role.EDGE, "node", "all", Address.parse("unix:/nowhere/grpc.sock"));

    @Test
    void endsOnRequest() throws Exception {
        EnvoyProcess envoy = start(List.of());
        try (envoy) {
            awaitAdmin(envoy);
            assertThat(envoy.isAlive()).isTrue();
        }
        // 143: the signal came before Envoy had taken over its handling.
        assertThat(envoy.exit().get(10, TimeUnit.SECONDS)).isIn(0, 143);
    }

    @Test
    void reportsItsExit() throws Exception {
        try (EnvoyProcess envoy = start(List.of("--no-such-flag"))) {
            assertThat(envoy.exit().get(10, TimeUnit.SECONDS)).isNotZero();
        }
        assertThat(folder.resolve("envoy.log")).content().contains("no-such-flag");
    }

    private EnvoyProcess start(List<String> arguments) throws IOException {
        EnvoyProcess.Options options = EnvoyProcess.Options.of(RealEnvoy.find().binary(), folder)
                .withConcurrency(1)
                .withArguments(arguments.toArray(String[]::new));
        return EnvoyProcess.start(options, bootstrap);
    }

    private void awaitAdmin(EnvoyProcess envoy) throws Exception {
        try (var watch = folder.getFileSystem().newWatchService()) {
            folder.register(
                    watch,
                    java.nio.file.StandardWatchEventKinds.ENTRY_CREATE,
                    java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY);
            while (envoy.adminAddress() == null && envoy.isAlive()) {
                var key = watch.poll(100, TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.reset();
                }
            }
        }
        assertThat(envoy.adminAddress())
                .as(Files.readString(folder.resolve("envoy.log")))
                .isInstanceOf(Address.Tcp.class);
    }
}
