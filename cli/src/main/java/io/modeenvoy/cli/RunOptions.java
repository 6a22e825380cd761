package io.modeenvoy.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code run} is started with. */
final class RunOptions {
    @Parameters(paramLabel = "DIR", description = "Directory of resources; it is watched")
    Path directory = Path.of(".");

    @Option(
            names = "--port",
            paramLabel = "P",
            converter = PortNumber.class,
            description = "Port in place of the only HTTP listener's")
    @Nullable
    Integer port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address the listeners bind to (default: ${DEFAULT-VALUE}; 0.0.0.0 = every interface)")
    String bind = "127.0.0.1";

    @Option(
            names = "--admin-port",
            paramLabel = "P",
            converter = PortNumber.class,
            defaultValue = "8090",
            description =
                    "Port of status, budgets and metrics on loopback (default: ${DEFAULT-VALUE}; 0 = any free one)")
    int adminPort = 8090;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where the pepper, the budgets and logs are kept (default: DIR/.modeenvoy)")
    @Nullable
    Path state;

    @Option(names = "--envoy", paramLabel = "PATH", description = "The Envoy to run (default: the installed one)")
    @Nullable
    Path envoy;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "0",
            description = "Envoy's worker threads (default: one a processor)")
    int concurrency;

    @Option(
            names = "--csds",
            paramLabel = "ADDR",
            description = "Also answer CSDS there, for tools: unix:/path or a loopback host:port (default: nowhere)")
    @Nullable
    String csds;

    @Mixin
    final ProviderOptions providers = new ProviderOptions();

    @Option(names = "--simulator", description = "Also run a simulated model on --simulator-port")
    boolean simulator;

    @Option(
            names = "--simulator-port",
            paramLabel = "P",
            converter = PortNumber.class,
            defaultValue = "8089",
            description = "Port of the simulated model (default: ${DEFAULT-VALUE})")
    int simulatorPort = 8089;
}
