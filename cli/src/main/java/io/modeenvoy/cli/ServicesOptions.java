package io.modeenvoy.cli;

import io.modeenvoy.proc.ProcOptions;
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
            description = "Another process' Ledger API, whose budgets these services share; with --ads-tls-… over TLS"
                    + " (default: budgets of this process)")
    @Nullable
    String ledgerAddress;

    @Option(
            names = "--ledger-listen",
            paramLabel = "ADDR",
            description = "Share the budgets of this process: its Ledger API also at host:port or unix:/path; with"
                    + " --ads-tls-… over TLS, for clients of group services (default: nowhere)")
    @Nullable
    String ledgerListen;

    @Option(
            names = "--proxies-listen",
            paramLabel = "ADDR",
            description = "Serve proxies that run elsewhere too, such as those in pods: all services of this process at"
                    + " host:port; with --ads-tls-… over TLS (default: nowhere)")
    @Nullable
    String proxiesListen;

    @Option(
            names = "--proxies-grants",
            paramLabel = "FILE",
            description = "Which certificate at --proxies-listen may claim which group, YAML, as the control plane's"
                    + " --xds-grants (default: spiffe://DOMAIN/modeenvoy/GROUP/node/ID names it)")
    @Nullable
    Path proxiesGrants;

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
            names = "--all-body-bytes",
            paramLabel = "N",
            description =
                    "Most that the bodies of all AI requests under way hold in memory (default: a quarter of the heap)")
    @Nullable
    Long allBodyBytes;

    @Option(
            names = "--caller-body-bytes",
            paramLabel = "N",
            description =
                    "Most that the bodies of one consumer's AI requests under way hold in memory (default: a quarter"
                            + " of --all-body-bytes, or one largest body)")
    @Nullable
    Long callerBodyBytes;

    @Mixin
    final AdminOptions admin = new AdminOptions();

    @Option(
            names = "--admin-port",
            paramLabel = "P",
            converter = PortNumber.class,
            defaultValue = "8091",
            description = "Port of budgets, metrics and probes (default: ${DEFAULT-VALUE}; 0 = any free one)")
    int adminPort = 8091;

    /** The limits of ext-proc. */
    ProcOptions limits() {
        ProcOptions limits = ProcOptions.defaults();
        limits = maxBodyBytes == null ? limits : limits.withMaxBodyBytes(maxBodyBytes);
        limits = allBodyBytes == null ? limits : limits.withAllBodyBytes(allBodyBytes);
        return callerBodyBytes == null ? limits : limits.withCallerBodyBytes(callerBodyBytes);
    }
}
