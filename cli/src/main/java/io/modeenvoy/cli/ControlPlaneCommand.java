package io.modeenvoy.cli;

import io.modeenvoy.app.ConfigDump;
import io.modeenvoy.app.ControlPlane;
import io.modeenvoy.app.ServerMetrics;
import io.modeenvoy.app.StatusBoard;
import io.modeenvoy.app.XdsEndpoint;
import io.modeenvoy.service.AdminServer;
import io.modeenvoy.service.GrpcAddress;
import io.modeenvoy.service.Metrics;
import io.modeenvoy.service.PlainText;
import io.modeenvoy.xds.translator.XdsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The control plane by itself. */
@Command(
        name = "control-plane",
        description = "Watch a Kubernetes cluster or a directory of resources and serve xDS to Envoys and services.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  modeenvoy control-plane resources --listen unix:/run/modeenvoy/ads.sock --listen 127.0.0.1:18000",
            "  modeenvoy control-plane resources --listen 0.0.0.0:18000 --tls-cert tls.crt --tls-key tls.key"
                    + " --tls-client-ca ca.crt",
            "  modeenvoy control-plane --kubeconfig ~/.kube/config --listen 127.0.0.1:18000",
            "  modeenvoy control-plane --listen 0.0.0.0:18000 --webhook-port 9443 --inject-server"
                    + " modeenvoy-control-plane.modeenvoy-system:18000 --inject-services"
                    + " modeenvoy-services.modeenvoy-system:18001"
        })
final class ControlPlaneCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "Directory of resources; it is watched (default: a cluster)")
    private @Nullable Path directory;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--listen",
            required = true,
            paramLabel = "ADDR",
            description = "unix:/path or host:port; may be repeated")
    private List<String> listen = new ArrayList<>();

    @Option(
            names = "--plain-text-anywhere",
            description = "Allow TCP without TLS beyond loopback: somebody else secures the network")
    private boolean plainTextAnywhere;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "0.0.0.0",
            description = "Address the proxies' listeners bind to (default: ${DEFAULT-VALUE})")
    private String bind = "0.0.0.0";

    @Mixin
    private final AdminOptions adminOptions = new AdminOptions();

    @Option(
            names = "--admin-port",
            paramLabel = "P",
            converter = PortNumber.class,
            defaultValue = "8090",
            description = "Port of status, metrics and probes (default: ${DEFAULT-VALUE}; 0 = any free one)")
    private int adminPort = 8090;

    @Option(names = "--state", paramLabel = "DIR", description = "Where the pepper is kept (default: DIR/.modeenvoy)")
    private @Nullable Path state;

    @Mixin
    private final ProviderOptions providers = new ProviderOptions();

    @Mixin
    private final XdsTlsOptions tls = new XdsTlsOptions();

    @Option(
            names = "--csds",
            paramLabel = "ADDR",
            description = "Also answer CSDS there, for tools: unix:/path, a loopback host:port, or with --tls-cert any"
                    + " host:port (default: nowhere)")
    private @Nullable String csds;

    @Mixin
    private final WebhookOptions webhook = new WebhookOptions();

    @Mixin
    private final GatewayProxyOptions gatewayProxies = new GatewayProxyOptions();

    @Mixin
    private final XdsLimits limits = new XdsLimits();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        tls.check(spec);
        adminOptions.check(spec);
        webhook.check(spec, directory == null);
        List<GrpcAddress> addresses = listen.stream()
                .map(text -> Addresses.parse(spec, "--listen", text))
                .toList();
        return UntilStopped.run(stop -> {
            try (Parts parts = new Parts()) {
                start(parts, addresses);
                stop.await();
                return ExitCode.GOOD;
            } catch (IOException e) {
                throw new CannotException(String.valueOf(e.getMessage()), e);
            }
        });
    }

    private void start(Parts parts, List<GrpcAddress> addresses) throws IOException {
        ViewSource source = source(parts);
        Metrics metrics = parts.add(new Metrics());
        XdsEndpoint xds = parts.add(XdsEndpoint.listen(
                addresses,
                tls.open(
                        spec,
                        plainTextAnywhere ? PlainText.ANYWHERE : PlainText.LOOPBACK_ONLY,
                        parts,
                        metrics.registry()),
                new ServerMetrics(metrics.registry()),
                limits.options(spec)));
        ControlPlane controlPlane = parts.add(new ControlPlane(
                source.options(),
                XdsOptions.defaults().withListenAddress(bind),
                source.pepper(),
                xds,
                metrics.registry(),
                source::passed));
        StatusBoard board = source.board(xds);
        board.measure(metrics.registry());
        AdminServer admin = adminOptions.open(parts, adminPort, metrics, () -> controlPlane.last() != null);
        AdminPages.status(admin, () -> board.status(controlPlane.last()).withRefusals(xds.refusals()));
        AdminPages.dump(admin, new ConfigDump(xds));
        String tools = csds == null ? "" : " csds " + xds.serveClientStatus(Addresses.parse(spec, "--csds", csds));
        source.feed(parts, controlPlane, xds, board, metrics);
        String where = String.join(
                " ", xds.addresses().stream().map(GrpcAddress::toString).toList());
        String ready = "ready " + where + " admin " + adminOptions.url(admin) + tools;
        controlPlane.firstPass().thenRun(() -> spec.commandLine().getOut().println(ready));
    }

    private ViewSource source(Parts parts) throws IOException {
        if (directory == null) {
            if (!cluster.known()) {
                throw new ParameterException(
                        spec.commandLine(), "DIR or --kubeconfig: absent (expected: one of them outside a cluster)");
            }
            return ClusterSource.connect(parts, spec, cluster, webhook, providers, gatewayProxies.read(spec, true));
        }
        var _ = gatewayProxies.read(spec, false);
        if (cluster.given()) {
            throw new ParameterException(
                    spec.commandLine(), "DIR and --kubeconfig: both are given (expected: one of them)");
        }
        if (!Files.isDirectory(directory)) {
            throw new ParameterException(spec.commandLine(), "DIR: " + directory + " (expected: a directory)");
        }
        return new DirectorySource(
                directory, state, providers, spec.commandLine().getErr());
    }
}
