package io.modeenvoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every option and argument of every command, given nonsense: a sentence and exit code 2 or 3, or it is good after all; never a stack trace. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NonsenseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Where a command that runs until it is stopped waits once it has started. */
    private static final List<String> STARTED = List.of("UntilStopped.await", "Readiness.await", "Patience.await");

    private Path folder = Path.of("");

    private ServerSocket busy;

    @BeforeAll
    void prepare(@TempDir Path made) throws IOException {
        folder = made;
        busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::hangUp);
        Files.createDirectory(folder.resolve("directory"));
        Files.writeString(folder.resolve("file"), "\u0000\u0001 nonsense: [");
        Files.createDirectory(folder.resolve("resources"));
        Files.writeString(folder.resolve("resources/people.yaml"), """
            apiVersion: modeenvoy.io/v1alpha1
            kind: Tenant
            metadata: {name: demo}
            spec: {displayName: Demo, namespaces: [demo]}
            ---
            apiVersion: modeenvoy.io/v1alpha1
            kind: Consumer
            metadata: {name: app, namespace: demo}
            spec: {displayName: Demo application}
            """);
        Path envoy = Files.writeString(folder.resolve("envoy"), """
            #!/bin/sh
            [ "$1" = --version ] && exec echo "envoy  version: 0/1.40.0/Clean/RELEASE/none"
            exec sleep 60
            """);
        Files.setPosixFilePermissions(envoy, PosixFilePermissions.fromString("rwx------"));
    }

    /** Whoever calls the busy port is told nothing, at once. */
    private void hangUp() {
        while (!busy.isClosed()) {
            try {
                busy.accept().close();
            } catch (IOException e) {
                return; // the end of the tests
            }
        }
    }

    @AfterAll
    void end() throws IOException {
        busy.close();
    }

    /** A command line: {@code control-plane} with nonsense for {@code --listen}. */
    record Try(String command, String argument, String value, List<String> line) {
        @Override
        public String toString() {
            return command + " " + argument + " '" + value.replace('\n', '|').replace('\u0000', '0') + "'";
        }
    }

    Stream<Try> tries() {
        return commands("", ModeEnvoy.commandLine().getCommandSpec()).flatMap(this::tries);
    }

    private record Command(String name, CommandSpec spec) {}

    private static Stream<Command> commands(String name, CommandSpec spec) {
        Map<String, CommandLine> below = spec.subcommands();
        return below.isEmpty()
                ? Stream.of(new Command(name, spec))
                : below.entrySet().stream()
                        .flatMap(entry -> commands(
                                (name + " " + entry.getKey()).strip(),
                                entry.getValue().getCommandSpec()));
    }

    private Stream<Try> tries(Command command) {
        return command.spec().args().stream()
                .filter(argument -> argument.arity().max() > 0)
                .flatMap(argument -> nonsense(argument).stream()
                        .map(value -> new Try(command.name(), name(argument), value, line(command, argument, value))));
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private List<String> nonsense(ArgSpec argument) {
        String port = Integer.toString(busy.getLocalPort());
        if (argument.type() == Path.class) {
            return List.of(
                    "",
                    folder.resolve("absent/below").toString(),
                    folder.resolve("file").toString(),
                    folder.resolve("file/below").toString(),
                    folder.resolve("directory").toString());
        } else if (argument.type() == String.class || argument.auxiliaryTypes()[0] == String.class) {
            return List.of(
                    "",
                    "nonsense",
                    "redis://127.0.0.1:6379",
                    "127.0.0.1:" + port,
                    "127.0.0.1:70000",
                    "no such host",
                    "unix:",
                    "unix:" + folder.resolve("file"),
                    "unix:" + folder.resolve("file/below"),
                    "unix:/" + "x".repeat(200),
                    "-1s",
                    "a/b/c\n");
        }
        return List.of("", "nonsense", "-1", port, "70000", "99999999999999999999");
    }

    /** The command with good values for all else that it must have, or that would disturb others. */
    private List<String> line(Command command, ArgSpec tried, String value) {
        List<String> line = new ArrayList<>(Arrays.asList(command.name().split(" ")));
        for (OptionSpec option : command.spec().options()) {
            String good = option.equals(tried) ? value : good(option);
            if (!good.equals(LEFT_OUT)) {
                line.add(option.longestName() + "=" + good);
            }
        }
        for (ArgSpec positional : command.spec().positionalParameters()) {
            line.add(positional.equals(tried) ? value : good(positional));
        }
        return line;
    }

    private static final String LEFT_OUT = "left out";

    private String good(ArgSpec argument) {
        return switch (name(argument)) {
            case "--state" -> folder.resolve("state").toString();
            case "--sockets" -> folder.resolve("sockets").toString();
            case "--envoy" -> folder.resolve("envoy").toString();
            case "--notice" -> "1s";
            case "--limit" -> "2s";
            default -> {
                boolean ports = argument.paramLabel().equals("P") && argument.defaultValue() != null;
                yield argument.required() || argument.isPositional() || ports ? byLabel(argument) : LEFT_OUT;
            }
        };
    }

    private String byLabel(ArgSpec argument) {
        return switch (argument.paramLabel()) {
            case "P" -> "0";
            case "DIR", "PATH" ->
                argument.isPositional() ? folder.resolve("resources").toString() : "/v1/models";
            case "ADDR" -> "unix:" + folder.resolve("absent.sock");
            case "NS/NAME" -> "demo/app";
            case "[DIR] NS/NAME" -> "demo/app";
            case "ROLE" -> "edge";
            case "SECRET" -> "authority";
            case "SECRET=NAMES" -> "server=dns:server";
            default ->
                throw new AssertionError(
                        name(argument) + " " + argument.paramLabel() + ": has no good value (expected: one here)");
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tries")
    void isASentenceAndNeverAStackTrace(Try one) throws InterruptedException {
        StringWriter err = new StringWriter();
        StringWriter out = new StringWriter();
        int[] code = {-1};
        Thread running = Thread.ofPlatform()
                .name("tried")
                .start(() -> code[0] = ModeEnvoy.execute(
                        one.line().toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true)));
        boolean started = awaitEnd(running);

        String said = err.toString();
        assertThat(said).as(one.line().toString()).doesNotContain("\tat ", "Exception");
        if (!started && code[0] != ExitCode.GOOD) {
            assertThat(code[0]).as(said).isIn(ExitCode.NO, ExitCode.USAGE, ExitCode.CANNOT);
            assertThat(said + out).as(one.line().toString()).isNotBlank().doesNotContain("null");
        }
    }

    /** Ends one that has started; says whether it had. */
    private static boolean awaitEnd(Thread running) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean started = false;
        while (!running.join(Duration.ofMillis(5))) {
            String place = Stream.of(running.getStackTrace())
                    .map(frame -> frame.getClassName().replaceAll(".*[.]", "") + "." + frame.getMethodName())
                    .filter(STARTED::contains)
                    .findFirst()
                    .orElse("");
            if (!place.isEmpty()) {
                started = true;
                running.interrupt();
            }
            assertThat(System.nanoTime())
                    .as("still running: " + Arrays.toString(running.getStackTrace()))
                    .isLessThan(end);
        }
        return started;
    }
}
