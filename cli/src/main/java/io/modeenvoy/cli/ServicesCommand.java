package io.modeenvoy.cli;

import io.modeenvoy.ledger.Ledger;
import io.modeenvoy.ledger.RemoteLedger;
import io.modeenvoy.proc.ProcOptions;
import io.modeenvoy.service.AdminServer;
import io.modeenvoy.service.GrpcAddress;
import io.modeenvoy.service.Metrics;
import io.modeenvoy.service.PlainText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The services beside an Envoy: all of them in one process, or those named. */
@Command(
        name = "services",
        description = "Run ext-authz, ext-ratelimit and ext-proc beside an Envoy, fed by the control plane.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  modeenvoy services --server unix:/run/modeenvoy/ads.sock --sockets /run/modeenvoy --state /var/lib/modeenvoy"
        })
final class ServicesCommand implements Callable<Integer> {
    @Option(
            names = "--server",
            required = true,
            paramLabel = "ADDR",
            description = "The control plane: unix:/path or host:port")
    private String server = "";

    @Option(
            names = "--sockets",
            required = true,
            paramLabel = "DIR",
            description = "Folder in which each service listens as SERVICE.sock")
    private Path sockets = Path.of(".");

    @Option(
            names = "--only",
            paramLabel = "SERVICE",
            split = ",",
            description = "ext-authz, ext-ratelimit, ext-proc; several with commas (default: all)")
    private List<String> only = List.of();

    @Option(
            names = "--ledger",
            paramLabel = "ADDR",
            description = "Another process' Ledger API, for an ext-proc without an ext-ratelimit in its own process")
    private @Nullable String ledgerAddress;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = ".modeenvoy",
            description = "Where the budgets are kept (default: ${DEFAULT-VALUE})")
    private Path state = Path.of(".modeenvoy");

    @Option(
            names = "--plain-text-anywhere",
            description = "Allow TCP without TLS beyond loopback: somebody else secures the network")
    private boolean plainTextAnywhere;

    @Option(
            names = "--max-body-bytes",
            paramLabel = "N",
            description = "Largest body of an AI request (default: 16 MiB)")
    private @Nullable Integer maxBodyBytes;

    @Option(
            names = "--admin-port",
            paramLabel = "P",
            defaultValue = "8091",
            description = "Port of budgets and metrics on loopback (default: ${DEFAULT-VALUE}; 0 = any free one)")
    private int adminPort = 8091;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        GrpcAddress controlPlane = Addresses.parse(spec, "--server", server);
        List<ServiceSet.Service> chosen = only.isEmpty()
                ? List.of(ServiceSet.Service.values())
                : only.stream()
                        .map(name -> ServiceSet.Service.parse(spec, name))
                        .toList();
        return UntilStopped.run(stop -> {
            try (Parts parts = new Parts()) {
                start(parts, controlPlane, chosen);
                stop.await();
                return ExitCode.GOOD;
            } catch (IOException e) {
                throw new CannotException(String.valueOf(e.getMessage()), e);
            }
        });
    }

    private void start(Parts parts, GrpcAddress controlPlane, List<ServiceSet.Service> chosen) throws IOException {
        PlainText plainText = plainTextAnywhere ? PlainText.ANYWHERE : PlainText.LOOPBACK_ONLY;
        java.nio.file.Files.createDirectories(sockets);
        Metrics metrics = parts.add(new Metrics());
        Ledger ledger = ledger(parts, plainText);
        ProcOptions options = maxBodyBytes == null
                ? ProcOptions.defaults()
                : ProcOptions.defaults().withMaxBodyBytes(maxBodyBytes);
        ServiceSet services = parts.add(new ServiceSet(
                controlPlane, new SocketFolder(sockets).services(chosen), plainText, ledger, metrics, options));
        AdminServer admin = parts.add(AdminServer.start(
                "127.0.0.1",
                adminPort,
                metrics,
                () -> services.firstSync().toCompletableFuture().isDone()));
        AdminPages.budgets(admin, ledger);
        var _ = services.firstSync()
                .thenRun(() -> spec.commandLine()
                        .getOut()
                        .println("ready " + sockets + " admin http://127.0.0.1:" + admin.port()));
    }

    private Ledger ledger(Parts parts, PlainText plainText) {
        if (ledgerAddress == null) {
            return parts.add(LocalLedger.open(new StateDirectory(state).prepare()))
                    .ledger();
        }
        var channel = Addresses.parse(spec, "--ledger", ledgerAddress).channel(plainText);
        parts.add(channel::shutdownNow);
        return new RemoteLedger(channel);
    }
}
