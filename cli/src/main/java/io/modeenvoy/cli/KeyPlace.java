package io.modeenvoy.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the keys of a command are: DIR, or a cluster. */
final class KeyPlace {
    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "State directory of the gateway (default: DIR/.modeenvoy)")
    private @Nullable Path state;

    KeyObjects open(CommandSpec spec, @Nullable Path directory) {
        if (directory == null ? !cluster.known() : cluster.given()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "DIR and --kubeconfig: " + (directory == null ? "both are absent" : "both are given")
                            + " (expected: one of them)");
        }
        return directory == null ? KeyCluster.connect(cluster) : new KeyFolder(directory, state);
    }
}
