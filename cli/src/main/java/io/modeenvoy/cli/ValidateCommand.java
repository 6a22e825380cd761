package io.modeenvoy.cli;

import io.modeenvoy.bootstrap.EnvoyBinary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks resources without running anything. */
@Command(
        name = "validate",
        description = "Check schema, rules, references and translation of the resources in PATH; one line per problem.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  modeenvoy validate examples/quickstart --envoy"})
final class ValidateCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "Directories or files of resources; each is a world of its own")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--envoy",
            description = "The translated configuration must also pass the real Envoy's --mode validate")
    private boolean withEnvoy;

    @Option(
            names = "--envoy-binary",
            paramLabel = "PATH",
            description = "The Envoy to ask (default: the installed one)")
    private @Nullable Path binary;

    @Mixin
    private final OutputFormat format = new OutputFormat();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<Directory.Problem> problems = new ArrayList<>();
        int objects = 0;
        for (Path path : paths) {
            Directory directory = Directory.read(path);
            problems.addAll(directory.problems());
            objects += directory.loaded().view().size();
            if (withEnvoy) {
                problems.addAll(
                        EnvoyCheck.of(
                                directory,
                                EnvoyBinary.find(binary)
                                        .orElseThrow(
                                                () -> new CannotException(
                                                        "--envoy: no Envoy found; run bin/install-envoy, or name one with --envoy-binary"))));
            }
        }
        boolean good = problems.stream().noneMatch(Directory.Problem::isError);
        PrintWriter out = spec.commandLine().getOut();
        if (format.isJson()) {
            out.println(OutputFormat.json(Map.of("good", good, "objects", objects, "problems", problems)));
        } else {
            problems.forEach(problem -> out.println(problem.line()));
            out.println(good ? "good: " + objects + " objects" : errors(problems) + " in " + objects + " objects");
        }
        return good ? ExitCode.GOOD : ExitCode.NO;
    }

    private static String errors(List<Directory.Problem> problems) {
        long count = problems.stream().filter(Directory.Problem::isError).count();
        return count == 1 ? "1 problem" : count + " problems";
    }
}
