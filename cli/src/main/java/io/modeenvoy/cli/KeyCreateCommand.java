package io.modeenvoy.cli;

import io.modeenvoy.policy.NamespacedName;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a key: writes the APIKey object with its digest, prints the key once. */
@Command(
        name = "create",
        description = "Write an APIKey object into DIR and print the key, once, as the only line of standard output.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  modeenvoy key create examples/quickstart --consumer demo/app --expires 90d"})
final class KeyCreateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Directory of resources")
    private Path directory = Path.of(".");

    @Option(names = "--consumer", required = true, paramLabel = "NS/NAME", description = "Whose key it is")
    private String consumer = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the APIKey object (default: the consumer's name and a number)")
    private @Nullable String name;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "Life of the key, for example 90d or 12h (default: none)")
    private @Nullable String expires;

    @Option(
            names = "--env",
            paramLabel = "ENV",
            defaultValue = "live",
            description = "Environment word inside the key (default: ${DEFAULT-VALUE})")
    private String environment = "live";

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "State directory of the gateway (default: DIR/.modeenvoy)")
    private @Nullable Path state;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        NamespacedName owner = NameArgument.parse(spec, "--consumer", consumer);
        KeyFolder folder = new KeyFolder(directory);
        if (!folder.hasConsumer(owner)) {
            throw new CannotException("--consumer: " + owner + " (expected: a Consumer in " + directory + ")");
        }
        NamespacedName key = name == null ? folder.freeName(owner) : new NamespacedName(owner.namespace(), name);
        String text = folder.create(
                key,
                owner,
                environment,
                StateDirectory.of(state, directory).prepare().pepper(),
                expires == null
                        ? null
                        : InstantSource.system().instant().plus(Lifetime.parse(spec, "--expires", expires)));
        spec.commandLine().getErr().println("wrote APIKey " + key + "; keep the key, it is not shown again");
        spec.commandLine().getOut().println(text);
        return ExitCode.GOOD;
    }
}
