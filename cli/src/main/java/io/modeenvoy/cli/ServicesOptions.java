package io.modeenvoy.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the services are started with. */
final class ServicesOptions {
    @Option(
            names = "--server",
            required = true,
            paramLabel = "ADDR",
            description = "The control plane: unix:/path or host:port")
    String server = "";

    @Option(
            names = "--sockets",
            required = true,
            paramLabel = "DIR",
            description = "Folder in which each service listens as SERVICE.sock")
    Path sockets = Path.of(".");

    @Option(
            names = "--ledger",
            paramLabel = "ADDR",
            description = "Another process' Ledger API, for an ext-proc without an ext-ratelimit in its own process")
    @Nullable
    String ledgerAddress;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = ".modeenvoy",
            description = "Where the budgets are kept (default: ${DEFAULT-VALUE})")
    Path state = Path.of(".modeenvoy");

    @Option(
            names = "--plain-text-anywhere",
            description = "Allow TCP without TLS beyond loopback: somebody else secures the network")
    boolean plainTextAnywhere;

    @Mixin
    final AdsTlsOptions tls = new AdsTlsOptions();

    @Option(
            names = "--max-body-bytes",
            paramLabel = "N",
            description = "Largest body of an AI request (default: 16 MiB)")
    @Nullable
    Integer maxBodyBytes;

    @Option(
            names = "--admin-port",
            paramLabel = "P",
            defaultValue = "8091",
            description = "Port of budgets and metrics on loopback (default: ${DEFAULT-VALUE}; 0 = any free one)")
    int adminPort = 8091;
}
