package io.modeenvoy.cli;

import io.modeenvoy.service.AdminServer;
import io.modeenvoy.service.BearerToken;
import io.modeenvoy.service.Health;
import io.modeenvoy.service.HttpGuard;
import io.modeenvoy.service.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Who may read the pages of a process that others can reach. */
final class AdminOptions {
    @Option(
            names = "--admin-host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description =
                    "Address of the admin pages; beyond loopback with --admin-token-file (default: ${DEFAULT-VALUE})")
    private String host = "127.0.0.1";

    @Option(
            names = "--admin-name",
            paramLabel = "NAME",
            description =
                    "A name by which the admin pages and probes are called, besides localhost and the address; may be"
                            + " repeated")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--admin-token-file",
            paramLabel = "FILE",
            description =
                    "Ask for the token in this file on every admin page but the probes: Authorization: Bearer TOKEN;"
                            + " read at each request")
    private @Nullable Path token;

    @Option(
            names = "--probe-host",
            paramLabel = "ADDRESS",
            defaultValue = "0.0.0.0",
            description = "Address of --probe-port (default: ${DEFAULT-VALUE})")
    private String probeHost = "0.0.0.0";

    @Option(
            names = "--probe-port",
            paramLabel = "P",
            converter = PortNumber.class,
            description = "A port for /healthz and /readyz and nothing else; 0 = any free one (default: none)")
    private @Nullable Integer probePort;

    @Option(names = "--probe-metrics", description = "Show /metrics at --probe-port too")
    private boolean probeMetrics;

    /** Throws where the options do not fit together. */
    void check(CommandSpec spec) {
        InetAddress bound = new InetSocketAddress(host, 0).getAddress();
        if (token == null && bound != null && !bound.isLoopbackAddress()) {
            throw FileFlags.wrong(
                    spec,
                    "--admin-host: " + host
                            + " without a token (expected: together with --admin-token-file, or a loopback address;"
                            + " probes and metrics have --probe-port)");
        } else if (probeMetrics && probePort == null) {
            throw FileFlags.wrong(spec, "--probe-metrics: nowhere (expected: together with --probe-port)");
        }
    }

    /** Listens where these options say; the result is told what to show. */
    AdminServer open(Parts parts, int port, Metrics metrics, Health health) throws IOException {
        HttpGuard guard = HttpGuard.reading(names);
        if (probePort != null) {
            parts.add(AdminServer.startProbes(
                    new InetSocketAddress(probeHost, probePort), guard, probeMetrics ? metrics : null, health));
        }
        return parts.add(AdminServer.start(
                new InetSocketAddress(host, port),
                guard,
                token == null ? null : BearerToken.of(token),
                metrics,
                health));
    }

    /** Where the pages are. */
    String url(AdminServer admin) {
        return "http://" + host + ":" + admin.port();
    }
}
