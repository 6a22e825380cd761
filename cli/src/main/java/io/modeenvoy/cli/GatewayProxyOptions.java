package io.modeenvoy.cli;

import io.modeenvoy.gateways.FleetOptions;
import io.modeenvoy.gateways.FleetOptionsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Whether the control plane makes the Envoys of Gateways. */
final class GatewayProxyOptions {
    private static final String NAME = "--gateway-proxies";

    @Option(
            names = NAME,
            paramLabel = "FILE",
            description = "Make the Envoys of each Gateway of the cluster as this file says, YAML; the chart writes it"
                    + " (default: somebody else starts them)")
    private @Nullable Path file;

    /** What the file says; null without one. */
    @Nullable
    FleetOptions read(CommandSpec spec, boolean isCluster) {
        if (file == null) {
            return null;
        }
        if (!isCluster) {
            throw FileFlags.wrong(spec, NAME + ": with DIR (expected: with a cluster, which has pods)");
        }
        try {
            return FleetOptionsFile.parse(Files.readString(file));
        } catch (IOException e) {
            throw new CannotException(
                    NAME + ": " + file + ": cannot be read: " + e.getMessage() + " (expected: a file)", e);
        } catch (IllegalArgumentException e) {
            throw new CannotException(NAME + ": " + file + ": " + e.getMessage(), e);
        }
    }
}
