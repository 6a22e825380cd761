package io.modeenvoy.cli;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.modeenvoy.app.ClusterStatuses;
import io.modeenvoy.app.ControlPlane;
import io.modeenvoy.app.KeyExpiry;
import io.modeenvoy.app.Pass;
import io.modeenvoy.app.Pepper;
import io.modeenvoy.app.StatusBoard;
import io.modeenvoy.app.StatusReporter;
import io.modeenvoy.app.XdsEndpoint;
import io.modeenvoy.app.fleet.OtherReplicas;
import io.modeenvoy.gateways.FleetOptions;
import io.modeenvoy.gateways.Fleets;
import io.modeenvoy.k8s.Cluster;
import io.modeenvoy.k8s.ClusterState;
import io.modeenvoy.k8s.EventWriter;
import io.modeenvoy.k8s.LeaderLease;
import io.modeenvoy.k8s.ObjectKey;
import io.modeenvoy.k8s.ReplicaNotes;
import io.modeenvoy.k8s.StatusWriter;
import io.modeenvoy.k8s.WantedStatus;
import io.modeenvoy.service.Metrics;
import io.modeenvoy.translator.ProviderRules;
import io.modeenvoy.translator.TranslatorOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** A Kubernetes cluster; what is said of its objects is written into their statuses, by one replica of several. */
final class ClusterSource implements ViewSource {
    private static final String LEASE = "modeenvoy-control-plane";
    /** Keeps the pepper, in the namespace of the control plane. */
    static final String PEPPER_SECRET = "modeenvoy-pepper";

    private final Cluster cluster;
    private final String namespace;
    private final TranslatorOptions options;
    private final WebhookOptions webhook;
    private final @Nullable FleetOptions proxies;
    private final CommandSpec spec;
    private final OtherReplicas others = new OtherReplicas();
    private final AtomicReference<@Nullable ClusterState> state = new AtomicReference<>();
    private Set<ObjectKey> told = Set.of(); // owned by the status reporter's thread
    private volatile Consumer<Pass> onPass = pass -> {};
    private volatile @Nullable Fleets fleets;

    private ClusterSource(
            Cluster cluster,
            String namespace,
            TranslatorOptions options,
            WebhookOptions webhook,
            @Nullable FleetOptions proxies,
            CommandSpec spec) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.options = options;
        this.webhook = webhook;
        this.proxies = proxies;
        this.spec = spec;
    }

    static ClusterSource connect(
            Parts parts,
            CommandSpec spec,
            ClusterOptions options,
            WebhookOptions webhook,
            ProviderOptions providers,
            @Nullable FleetOptions proxies)
            throws IOException {
        Cluster cluster = parts.add(options.connect());
        return new ClusterSource(
                cluster,
                options.namespace == null ? cluster.namespace() : options.namespace,
                TranslatorOptions.cluster()
                        .withProviders(providers.rules(ProviderRules.PUBLIC))
                        .withProxiesMade(proxies != null),
                webhook,
                proxies,
                spec);
    }

    @Override
    public TranslatorOptions options() {
        return options;
    }

    @Override
    public Pepper pepper() throws IOException {
        return Pepper.parse(
                cluster.secret(namespace, PEPPER_SECRET, Pepper.ENTRY, Pepper::fresh),
                "Secret " + namespace + "/" + PEPPER_SECRET + " " + Pepper.ENTRY);
    }

    @Override
    public StatusBoard board(XdsEndpoint xds) {
        return new StatusBoard(xds, others);
    }

    @Override
    public void feed(Parts parts, ControlPlane controlPlane, XdsEndpoint xds, StatusBoard board, Metrics metrics)
            throws IOException {
        Consumer<Boolean> certificates = webhook.start(parts, spec, cluster, namespace, controlPlane, metrics);
        StatusWriter writer = cluster.statuses();
        StatusReporter reporter = parts.add(StatusReporter.start(
                () -> statuses(controlPlane.last(), board), writer::submit, () -> unchanged(controlPlane.last())));
        String identity = identity();
        ReplicaNotes notes =
                parts.add(cluster.replicas(namespace, identity, () -> board.report(ReplicaNotes.LONGEST_TEXT), told -> {
                    others.told(told);
                    reporter.changed();
                }));
        Fleets made = proxies == null
                ? null
                : parts.add(Fleets.start(cluster, proxies, InstantSource.system(), reporter::changed));
        fleets = made;
        Runnable changed = () -> {
            reporter.changed();
            notes.changed();
        };
        onPass = pass -> {
            changed.run();
            if (made != null && proxies != null) {
                GatewayProxies wanted = new GatewayProxies(pass, proxies);
                made.submit(wanted.wishes(), wanted.authority(namespace));
            }
        };
        xds.onFleetChange(changed);
        parts.add(cluster.watch(now -> {
            state.set(now);
            controlPlane.submit(now.view());
            reporter.changed();
        }));
        LeaderLease lease = parts.add(cluster.elect(namespace, LEASE, identity, leads -> {
            writer.lead(leads);
            reporter.lead(leads);
            certificates.accept(leads);
            if (made != null) {
                made.lead(leads);
            }
        }));
        if (made != null) {
            made.writesWhile(lease::isLeading);
        }
        measure(metrics.registry(), writer, cluster.events(), lease);
    }

    @Override
    public void passed(Pass pass) {
        onPass.accept(pass);
    }

    private Map<ObjectKey, WantedStatus> statuses(@Nullable Pass pass, StatusBoard board) {
        ClusterState now = state.get();
        if (pass == null || now == null) {
            return Map.of();
        }
        Map<ObjectKey, WantedStatus> statuses = ClusterStatuses.of(
                pass, board.objects(pass), now.unreadable(), namespace, GatewayProxies.made(fleets), told);
        told = Set.copyOf(statuses.keySet());
        return statuses;
    }

    private static Optional<Duration> unchanged(@Nullable Pass pass) {
        return Optional.ofNullable(pass).flatMap(last -> KeyExpiry.unchanged(last.view(), Instant.now()));
    }

    private static void measure(MeterRegistry registry, StatusWriter writer, EventWriter events, LeaderLease lease) {
        FunctionCounter.builder("modeenvoy.status.written", writer, StatusWriter::written)
                .register(registry);
        FunctionCounter.builder("modeenvoy.status.failed", writer, StatusWriter::failed)
                .register(registry);
        FunctionCounter.builder("modeenvoy.events.written", events, EventWriter::written)
                .register(registry);
        FunctionCounter.builder("modeenvoy.events.lost", events, EventWriter::lost)
                .register(registry);
        registry.gauge("modeenvoy.status.waiting", writer, StatusWriter::waiting);
        registry.gauge("modeenvoy.leader", lease, leader -> leader.isLeading() ? 1 : 0);
    }

    /** The pod's name where there is one, and never that of another process. */
    private static String identity() {
        String host = System.getenv("HOSTNAME");
        return (host == null ? "control-plane" : host) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
    }
}
