package io.modeenvoy.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
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

    private static CommandLine commandLine() {
        return new CommandLine(new ModeEnvoy()).setExpandAtFiles(false).setCaseInsensitiveEnumValuesAllowed(true);
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

    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof CannotException) {
            command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + failure.getMessage());
            return ExitCode.CANNOT;
        }
        throw failure;
    }
}
