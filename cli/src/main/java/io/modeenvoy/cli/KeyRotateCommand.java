package io.modeenvoy.cli;

import io.modeenvoy.crd.APIKey;
import io.modeenvoy.policy.NamespacedName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a second key for the same consumer and lets the first one expire: both are good in between. */
@Command(
        name = "rotate",
        description =
                "Create a successor of a key and let the old one expire after the overlap. Prints the new key, once.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  modeenvoy key rotate examples/quickstart demo/app-1 --overlap 24h"})
final class KeyRotateCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "Directory of resources")
    private Path directory = Path.of(".");

    @Parameters(index = "1", paramLabel = "NS/NAME", description = "The APIKey object")
    private String name = "";

    @Option(
            names = "--overlap",
            paramLabel = "TIME",
            defaultValue = "24h",
            description = "How long the old key stays good (default: ${DEFAULT-VALUE})")
    private String overlap = "24h";

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
        NamespacedName old = NameArgument.parse(spec, "NS/NAME", name);
        Duration both = Lifetime.parse(spec, "--overlap", overlap);
        KeyFolder folder = new KeyFolder(directory);
        APIKey key = folder.find(old)
                .orElseThrow(() -> new CannotException(
                        old + ": no such APIKey in " + directory + " (see: modeenvoy key list " + directory + ")"));
        NamespacedName consumer =
                new NamespacedName(old.namespace(), key.getSpec().consumerRef().name());
        Instant end = InstantSource.system().instant().plus(both).truncatedTo(ChronoUnit.SECONDS);
        NamespacedName successor = folder.freeName(consumer);
        String text = folder.create(
                successor,
                consumer,
                environment,
                StateDirectory.of(state, directory).prepare().pepper(),
                null);
        folder.set(old, "expiresAt", "\"" + end + "\"");
        spec.commandLine().getErr().println("wrote APIKey " + successor + "; APIKey " + old + " is good until " + end);
        spec.commandLine().getOut().println(text);
        return ExitCode.GOOD;
    }
}
