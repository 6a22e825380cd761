package io.modeenvoy.cli;

import io.modeenvoy.bootstrap.Address;
import io.modeenvoy.webhook.ProxyOptions;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What the proxies are like that the webhook puts into pods. */
final class InjectionOptions {
    @Option(
            names = "--inject-server",
            paramLabel = "ADDR",
            description = "Where pods reach this control plane: host:port")
    private @Nullable String server;

    @Option(
            names = "--inject-services",
            paramLabel = "ADDR",
            description =
                    "Where pods reach ext-authz, ext-ratelimit and ext-proc: host:port of 'services --proxies-listen'")
    private @Nullable String services;

    @Option(
            names = "--inject-image",
            paramLabel = "IMAGE",
            defaultValue = ProxyOptions.DEFAULT_IMAGE,
            description = "Image of the proxies (default: ${DEFAULT-VALUE})")
    private String image = ProxyOptions.DEFAULT_IMAGE;

    @Option(
            names = "--inject-requests",
            paramLabel = "NAME=QUANTITY",
            split = ",",
            description = "Resources the proxies ask for (default: cpu=50m,memory=64Mi)")
    private Map<String, String> requests = new TreeMap<>();

    @Option(
            names = "--inject-limits",
            paramLabel = "NAME=QUANTITY",
            split = ",",
            description = "Resources the proxies may use at most (default: memory=256Mi)")
    private Map<String, String> limits = new TreeMap<>();

    @Option(
            names = "--inject-probes-port",
            paramLabel = "P",
            converter = PortNumber.class,
            defaultValue = "19001",
            description = "Port of a pod where its proxy answers /ready and /metrics (default: ${DEFAULT-VALUE})")
    private int probesPort = ProxyOptions.DEFAULT_PROBES_PORT;

    @Option(
            names = "--inject-tls-secret",
            paramLabel = "NAME",
            description =
                    "Proxies speak mutual TLS to control plane and services, with tls.crt, tls.key and ca.crt of the"
                            + " Secret of this name in the pod's namespace (default: plain text)")
    private @Nullable String tlsSecret;

    @Option(
            names = "--inject-tls-server-name",
            paramLabel = "NAME",
            description = "Name in the control plane's certificate (default: the host of --inject-server)")
    private @Nullable String tlsServerName;

    /** Throws where something is missing that every proxy needs, or does not fit together. */
    ProxyOptions proxies(CommandSpec spec) {
        Address.Tcp controlPlane = address(spec, "--inject-server", server);
        Address.Tcp serving = address(spec, "--inject-services", services);
        if (tlsSecret == null && tlsServerName != null) {
            throw FileFlags.wrong(
                    spec, "--inject-tls-server-name: without TLS (expected: together with --inject-tls-secret)");
        }
        return ProxyOptions.of(controlPlane, serving)
                .withImage(image)
                .withProbesPort(probesPort)
                .withResources(requests, limits)
                .withTls(
                        tlsSecret == null
                                ? null
                                : new ProxyOptions.ClientTls(
                                        tlsSecret, tlsServerName == null ? controlPlane.host() : tlsServerName));
    }

    private static Address.Tcp address(CommandSpec spec, String option, @Nullable String text) {
        if (text == null) {
            throw FileFlags.wrong(spec, option + ": missing (expected: together with --webhook-port)");
        }
        try {
            if (Address.parse(text) instanceof Address.Tcp tcp) {
                return tcp;
            }
        } catch (IllegalArgumentException e) {
            throw FileFlags.wrong(spec, option + ": " + e.getMessage());
        }
        throw FileFlags.wrong(spec, option + ": " + text + " (expected: host:port, which pods can reach)");
    }
}
