package io.modeenvoy.install;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The built program, as a process. */
final class Program {
    private Program() {}

    static Command.Result run(List<String> arguments) {
        Path root = Path.of(System.getProperty("modeenvoy.root", "../.."))
                .toAbsolutePath()
                .normalize();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                root.resolve("cli/target/dist/lib") + "/*",
                "io.modeenvoy.cli.ModeEnvoy"));
        command.addAll(arguments);
        return Command.run(command);
    }
}
