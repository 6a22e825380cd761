package io.modeenvoy.benchmarks.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines of what is measured: Java with the flags of {@code bin/modeenvoy}. */
public final class Program {
    private Program() {}

    /** The distribution that this checkout built. */
    public static Path distribution() {
        return Path.of(System.getProperty("modeenvoy.dist"));
    }

    /** {@code modeenvoy} of this checkout with these arguments. */
    public static List<String> modeenvoy(String... arguments) {
        return modeenvoy(distribution(), arguments);
    }

    /** {@code modeenvoy} of a distribution with these arguments. */
    public static List<String> modeenvoy(Path distribution, String... arguments) {
        List<String> command = java(distribution.resolve("lib") + "/*");
        command.add("io.modeenvoy.cli.ModeEnvoy");
        command.addAll(List.of(arguments));
        return command;
    }

    /** A class of the benchmarks with these arguments. */
    public static List<String> benchmark(Class<?> main, String... arguments) {
        List<String> command = java(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> java(String classPath) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseCompactObjectHeaders",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath));
    }
}
