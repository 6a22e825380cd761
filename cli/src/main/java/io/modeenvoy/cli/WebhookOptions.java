package io.modeenvoy.cli;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.modeenvoy.app.ControlPlane;
import io.modeenvoy.k8s.Cluster;
import io.modeenvoy.service.HttpGuard;
import io.modeenvoy.service.Metrics;
import io.modeenvoy.webhook.AdmissionCounts;
import io.modeenvoy.webhook.AdmissionServer;
import io.modeenvoy.webhook.CertificateKeeper;
import io.modeenvoy.webhook.Injection;
import io.modeenvoy.webhook.Lives;
import io.modeenvoy.webhook.Rotation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Whether and where the control plane puts proxies into the pods of a cluster. */
final class WebhookOptions {
    private static final String SERVICE = "modeenvoy-webhook";

    @Option(
            names = "--webhook-port",
            paramLabel = "P",
            converter = PortNumber.class,
            description =
                    "Answer the API server there, over HTTPS at /inject, and put proxies into labelled pods; 0 = any"
                            + " free port (default: no webhook)")
    private @Nullable Integer port;

    @Option(
            names = "--webhook-host",
            paramLabel = "ADDRESS",
            defaultValue = "0.0.0.0",
            description = "Address the webhook listens on (default: ${DEFAULT-VALUE})")
    private String host = "0.0.0.0";

    @Option(
            names = "--webhook-name",
            paramLabel = "NAME",
            description = "DNS name or address by which the API server calls the webhook; may be repeated (default:"
                    + " modeenvoy-webhook.NAMESPACE.svc)")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--webhook-configuration",
            paramLabel = "NAME",
            defaultValue = "modeenvoy-injection",
            description = "The MutatingWebhookConfiguration whose caBundle is kept (default: ${DEFAULT-VALUE})")
    private String configuration = "modeenvoy-injection";

    @Mixin
    private final InjectionOptions injection = new InjectionOptions();

    /** Throws where the options do not fit together. */
    void check(CommandSpec spec, boolean isCluster) {
        if (port == null) {
            return;
        }
        if (!isCluster) {
            throw FileFlags.wrong(spec, "--webhook-port: with DIR (expected: with a cluster, which has pods)");
        }
        var _ = injection.proxies(spec);
    }

    /** Starts what was asked for; the result is to be told whether this replica leads. */
    Consumer<Boolean> start(
            Parts parts,
            CommandSpec spec,
            Cluster cluster,
            String namespace,
            ControlPlane controlPlane,
            Metrics metrics)
            throws IOException {
        if (port == null) {
            return leads -> {};
        }
        List<String> known = names.isEmpty() ? List.of(SERVICE + "." + namespace + ".svc") : names;
        CertificateKeeper keeper = parts.add(CertificateKeeper.start(
                cluster.secrets(namespace),
                cluster.webhookTrust(configuration),
                new Rotation(Lives.DEFAULTS, known),
                InstantSource.system(),
                CertificateKeeper.STEP));
        AdmissionServer server = parts.add(AdmissionServer.start(
                new InetSocketAddress(host, port),
                keeper.context(),
                HttpGuard.taking(known),
                new Injection(injection.proxies(spec)),
                () -> GatewayOffers.of(controlPlane.last())));
        measure(metrics.registry(), server.counts(), keeper);
        return keeper::lead;
    }

    private static void measure(MeterRegistry registry, AdmissionCounts counts, CertificateKeeper keeper) {
        count(registry, counts, "injected", AdmissionCounts::injected);
        count(registry, counts, "denied", AdmissionCounts::denied);
        count(registry, counts, "unchanged", AdmissionCounts::unchanged);
        count(registry, counts, "refused", AdmissionCounts::refused);
        registry.gauge("modeenvoy.webhook.certificate.ends.seconds", keeper, CertificateKeeper::endsAt);
    }

    private static void count(
            MeterRegistry registry, AdmissionCounts counts, String result, ToDoubleFunction<AdmissionCounts> count) {
        FunctionCounter.builder("modeenvoy.webhook.reviews", counts, count)
                .tag("result", result)
                .register(registry);
    }
}
