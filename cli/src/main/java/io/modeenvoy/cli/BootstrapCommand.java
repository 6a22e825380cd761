package io.modeenvoy.cli;

import io.modeenvoy.bootstrap.Address;
import io.modeenvoy.bootstrap.AdsTls;
import io.modeenvoy.bootstrap.Bootstrap;
import io.modeenvoy.bootstrap.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints what an Envoy is started with. */
@Command(
        name = "bootstrap",
        description = "Print an Envoy bootstrap: who it is, where the control plane and the services listen.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  modeenvoy bootstrap --role edge --server unix:/run/modeenvoy/ads.sock --group gateway/gateways/edge --services /run/modeenvoy",
            "  modeenvoy bootstrap --role edge --server ads.example.com:18000 --group gateway/gateways/edge --services /run/modeenvoy --tls-ca ca.crt --tls-cert tls.crt --tls-key tls.key"
        })
final class BootstrapCommand implements Callable<Integer> {
    @Option(names = "--role", required = true, paramLabel = "ROLE", description = "edge, sidecar or egress")
    private String role = "";

    @Option(
            names = "--server",
            required = true,
            paramLabel = "ADDR",
            description = "The control plane: unix:/path or host:port")
    private String server = "";

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            defaultValue = "all",
            description = "Node group: gateway/NS/NAME, egress/NS/NAME, or all (default: ${DEFAULT-VALUE})")
    private String group = "all";

    @Option(
            names = "--node-id",
            paramLabel = "ID",
            description = "Id of the node, unique in the fleet (default: the role and a random part)")
    private @Nullable String nodeId;

    @Option(
            names = "--services",
            paramLabel = "DIR",
            description = "Folder of the services' sockets (default: the services listen where the control plane does)")
    private @Nullable Path services;

    @Option(
            names = "--admin",
            paramLabel = "ADDR",
            defaultValue = "127.0.0.1:0",
            description = "Envoy's admin interface (default: any free port on loopback)")
    private String admin = "127.0.0.1:0";

    @Option(
            names = "--probes",
            paramLabel = "ADDR",
            description =
                    "Where others may read /ready and /metrics, and nothing else of the admin interface; needs --admin with a port (default: nowhere)")
    private @Nullable String probes;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the bootstrap there, for example where no shell redirects (default: standard output)")
    private @Nullable Path out;

    @Mixin
    private final BootstrapTlsOptions tls = new BootstrapTlsOptions();

    @Mixin
    private final OutputFormat format = new OutputFormat();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try {
            Role parsed = Role.parse(role);
            String id = nodeId == null ? parsed.label() + "-" + UUID.randomUUID() : nodeId;
            Address controlPlane = Address.parse(server);
            Bootstrap bootstrap = Bootstrap.of(parsed, id, group, controlPlane).withAdmin(Address.parse(admin));
            if (services != null) {
                for (var upstream :
                        new SocketFolder(services.toAbsolutePath()).upstreams().entrySet()) {
                    bootstrap = bootstrap.withUpstream(upstream.getKey(), upstream.getValue());
                }
            }
            Optional<AdsTls> secured = tls.tls(spec, controlPlane);
            if (secured.isPresent()) {
                tls.write(secured.get());
                bootstrap = bootstrap.withTls(secured.get());
            }
            if (probes != null) {
                bootstrap = bootstrap.withProbes(Address.parse(probes));
            }
            print(format.isJson() ? bootstrap.json() : bootstrap.yaml());
            return ExitCode.GOOD;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void print(String text) {
        if (out == null) {
            spec.commandLine().getOut().println(text);
            return;
        }
        try {
            Files.writeString(out, text + "\n");
        } catch (IOException e) {
            throw new CannotException("--out: " + out + ": " + e.getMessage(), e);
        }
    }
}
