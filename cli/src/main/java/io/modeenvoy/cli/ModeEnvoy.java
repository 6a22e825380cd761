package io.modeenvoy.cli;

import io.modeenvoy.crd.Printable;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program. */
@Command(
        name = "modeenvoy",
        description = "AI gateway and API platform on Envoy.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            ValidateCommand.class,
            TranslateCommand.class,
            ExplainCommand.class,
            StatusCommand.class,
            KeyCommand.class,
            LedgerCommand.class,
            BootstrapCommand.class,
            SimulatorCommand.class,
            ControlPlaneCommand.class,
            ServicesCommand.class,
            ExtAuthzCommand.class,
            ExtRatelimitCommand.class,
            ExtProcCommand.class,
            DrainCommand.class,
            CertificatesCommand.class,
            DevClusterCommand.class,
            VersionCommand.class,
        },
        footer = {
            "",
            "Example:",
            "  modeenvoy run examples/quickstart --simulator",
            "",
            "Exit codes: 0 good, 1 the answer is no, 2 wrong usage, 3 could not do it."
        })
public final class ModeEnvoy {
    private ModeEnvoy() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] args) {
        System.exit(execute(args, writer(System.out), writer(System.err)));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /** Reads a command line and runs nothing, for those that write command lines; throws what {@link CommandLine#parseArgs} throws. */
    public static void parse(List<String> args) {
        commandLine().parseArgs(args.toArray(String[]::new));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ModeEnvoy())
                .registerConverter(Path.class, new FileName())
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** Runs a command with the given outputs. */
    static int execute(String[] args, PrintWriter out, PrintWriter err) {
        return commandLine()
                .setOut(out)
                .setErr(err)
                .setExitCodeExceptionMapper(ModeEnvoy::exitCode)
                .setExecutionExceptionHandler(ModeEnvoy::explain)
                .execute(Arrays.copyOf(args, args.length));
    }

    private static int exitCode(Throwable failure) {
        return failure instanceof CommandLine.ParameterException ? ExitCode.USAGE : ExitCode.CANNOT;
    }

    /** What the machine refuses and what a value says of itself is the user's to mend; anything else is a bug of ours and keeps its trace. */
    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        return switch (failure) {
            case CannotException cannot -> said(command, cannot.getMessage(), ExitCode.CANNOT);
            case UncheckedIOException io -> said(command, io.getMessage(), ExitCode.CANNOT);
            case IllegalArgumentException wrong
            when String.valueOf(wrong.getMessage()).contains("(expected: ") ->
                said(command, Printable.of(String.valueOf(wrong.getMessage())), ExitCode.USAGE);
            default -> throw failure;
        };
    }

    private static int said(CommandLine command, @Nullable String message, int code) {
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + message);
        return code;
    }
}
