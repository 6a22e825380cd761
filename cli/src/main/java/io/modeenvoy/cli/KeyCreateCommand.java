package io.modeenvoy.cli;

import io.modeenvoy.policy.NamespacedName;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a key: writes the APIKey object with its digest, prints the key once. */
@Command(
        name = "create",
        description =
                "Write an APIKey object into DIR or a cluster and print the key, once, as the only line of standard"
                        + " output.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  modeenvoy key create examples/quickstart --consumer demo/app --expires 90d",
            "  modeenvoy key create --kubeconfig dev.kubeconfig --consumer demo/app"
        })
final class KeyCreateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", arity = "0..1", description = "Directory of resources (or: --kubeconfig)")
    private @Nullable Path directory;

    @Mixin
    private final KeyPlace place = new KeyPlace();

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

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        NamespacedName owner = NameArgument.parse(spec, "--consumer", consumer);
        Instant end = expires == null
                ? null
                : InstantSource.system()
                        .instant()
                        .plus(Lifetime.parse(spec, "--expires", expires))
                        .truncatedTo(ChronoUnit.SECONDS);
        try (KeyObjects keys = place.open(spec, directory)) {
            spec.commandLine().getErr().println("looking for Consumer " + owner + " in " + keys);
            if (!keys.hasConsumer(owner)) {
                throw new CannotException("--consumer: " + owner + " (expected: a Consumer in " + keys + ")");
            }
            NamespacedName key = name == null
                    ? keys.freeName(owner)
                    : NameArgument.inNamespace(spec, "--name", owner.namespace(), name);
            String text = keys.create(key, owner, environment, end, List.of());
            spec.commandLine().getErr().println("wrote APIKey " + key + "; keep the key, it is not shown again");
            spec.commandLine().getOut().println(text);
        }
        return ExitCode.GOOD;
    }
}
