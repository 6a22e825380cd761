package io.modeenvoy.gateways;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modeenvoy.crd.Kinds;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.crd.ProxySettingsSpec;
import io.modeenvoy.k8s.Cluster;
import io.modeenvoy.k8s.ObjectKey;
import io.modeenvoy.k8s.OwnedObjects;
import io.modeenvoy.k8s.OwnedObjects.Owned;
import io.modeenvoy.k8s.OwnedObjects.OwnedKind;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the Envoys of all Gateways in a cluster as they should be, while this replica leads: what changed is looked at, what somebody else changes is
 * repaired, what nobody wants any more is deleted. One thread; what is refused is told and tried again, ever more rarely.
 */
public final class Fleets implements AutoCloseable {
    /** Under which name we write. */
    public static final String FIELD_OWNER = "modeenvoy-gateways";

    private static final List<OwnedKind> KINDS = List.of(
            new OwnedKind("v1", "ServiceAccount", "serviceaccounts"),
            new OwnedKind("v1", "Secret", "secrets"),
            new OwnedKind("v1", "Service", "services"),
            new OwnedKind("apps/v1", "Deployment", "deployments"),
            new OwnedKind("apps/v1", "DaemonSet", "daemonsets"),
            new OwnedKind("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets"),
            new OwnedKind("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies"));
    /** Certificates end by the clock, and nothing else tells. */
    private static final Duration ROUND = Duration.ofHours(1);

    /** So long the first lists may take. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private static final Kinds.Kind<?> GATEWAY = Kinds.gatewayApi().stream()
            .filter(kind -> kind.kind().equals("Gateway"))
            .findFirst()
            .orElseThrow();

    private static final Set<String> WORKLOADS = Set.of("Deployment", "DaemonSet");

    /** Without one of these a pod would run with what somebody else has put in its place, or with nothing in its way. */
    private static final Set<String> STOOD_ON = Set.of("ServiceAccount", "Secret", "ConfigMap", "NetworkPolicy");

    private static final Logger LOG = LoggerFactory.getLogger(Fleets.class);

    private final FleetOptions options;
    private final InstantSource clock;
    private final long started = System.nanoTime();
    private final Runnable onReport;
    private final OwnedObjects objects;
    private final Thread thread = Thread.ofVirtual().name("gateway-fleets").unstarted(this::run);
    private final DueGateways due = new DueGateways();
    private final Map<ObjectKey, ObjectName> owners = new ConcurrentHashMap<>(); // of what there is, the Gateway
    // All guarded by this.
    private final Map<ObjectName, FleetReport> reports = new TreeMap<>();
    private @Nullable Map<ObjectName, FleetWish> wishes; // null = not known yet
    private Map<String, String> authority = Map.of();
    private boolean leading;
    private BooleanSupplier mayWrite = () -> true;

    private Fleets(Cluster cluster, FleetOptions options, InstantSource clock, Runnable onReport) {
        this.options = options;
        this.clock = clock;
        this.onReport = onReport;
        this.objects = cluster.owned(KINDS, FleetObjects.FLEET, FIELD_OWNER, this::changed);
    }

    /**
     * Starts; nothing is written before this replica leads.
     *
     * @param onReport told on our thread when a {@link #reports report} changed
     */
    public static Fleets start(Cluster cluster, FleetOptions options, InstantSource clock, Runnable onReport) {
        Fleets fleets = new Fleets(cluster, options, clock, onReport);
        fleets.objects.start();
        fleets.thread.start();
        return fleets;
    }

    /**
     * What all Gateways want now.
     *
     * @param authorityEntries of the Secret of the authority, decoded; empty = there is none
     */
    public synchronized void submit(Map<ObjectName, FleetWish> all, Map<String, String> authorityEntries) {
        Map<ObjectName, FleetWish> before = wishes;
        Map<ObjectName, FleetWish> now = Map.copyOf(all);
        boolean newAuthority = !authority.equals(authorityEntries);
        wishes = now;
        authority = Map.copyOf(authorityEntries);
        if (before == null || newAuthority) {
            all();
            return;
        }
        now.forEach((gateway, wish) -> {
            if (!wish.equals(before.get(gateway))) {
                look(gateway);
            }
        });
        before.keySet().stream().filter(gateway -> !now.containsKey(gateway)).forEach(this::look);
    }

    /** Whether this replica writes. One that begins looks at everything. */
    public synchronized void lead(boolean leads) {
        leading = leads;
        due.clear();
        reports.clear();
        if (leads) {
            all();
        }
    }

    /** Asked before each Gateway: one that leads no more writes nothing. */
    public synchronized void writesWhile(BooleanSupplier isLeading) {
        mayWrite = isLeading;
    }

    /** How it stands with the Envoys that we make, by Gateway; empty where this replica does not lead. */
    public synchronized Map<ObjectName, FleetReport> reports() {
        return Map.copyOf(reports);
    }

    /** The Gateways whose Envoys we make. */
    public synchronized Set<ObjectName> gateways() {
        return wishes().entrySet().stream()
                .filter(wish -> isOurs(wish.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean isOurs(FleetWish wish) {
        return switch (wish) {
            case FleetWish.Nothing() -> false;
            case FleetWish.Held() -> true;
            case FleetWish.Wanted(Fleet fleet) -> options.settings(fleet).kind() != ProxySettingsSpec.Kind.NONE;
        };
    }

    private synchronized Map<ObjectName, FleetWish> wishes() {
        return wishes == null ? Map.of() : wishes;
    }

    /** Gateways that want something, and those that have something. */
    private void all() {
        wishes().keySet().forEach(this::look);
        owners.values().forEach(this::look);
    }

    private void changed(ObjectKey key) {
        Owned there = objects.find(key);
        JsonNode owner = there == null ? null : FleetChange.gateway(there.tree());
        ObjectName now = owner == null
                ? null
                : new ObjectName(key.namespace(), owner.path("name").asText());
        ObjectName before = now == null ? owners.remove(key) : owners.put(key, now);
        if (before != null) {
            look(before);
        }
        if (now != null && !now.equals(before)) {
            look(now);
        }
    }

    private synchronized void look(ObjectName gateway) {
        if (leading && wishes != null) {
            due.add(gateway);
        }
    }

    private void run() {
        try {
            while (true) {
                ObjectName gateway = due.next(ROUND);
                if (gateway == null) {
                    all();
                } else {
                    round(gateway);
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void round(ObjectName gateway) throws InterruptedException {
        FleetWish wish;
        Map<String, String> signer;
        synchronized (this) {
            if (!leading || !mayWrite.getAsBoolean()) {
                return;
            }
            wish = wishes().get(gateway);
            signer = authority;
        }
        try {
            switch (wish) {
                case null -> gone(gateway);
                case FleetWish.Nothing() -> delete(gateway);
                case FleetWish.Held() -> tell(gateway, null, false);
                case FleetWish.Wanted(Fleet fleet) -> keep(fleet, signer);
            }
        } catch (RuntimeException e) {
            // The top of the thread: one Gateway that we trip over must not cost all others their Envoys.
            LOG.error("gateways.crashed gateway=\"{}/{}\"", gateway.namespace(), gateway.name(), e);
            tell(
                    gateway,
                    new FleetReport(false, "InternalError", "a mistake of ours; see the log of the control plane"),
                    true);
        }
    }

    /** An API server that is just starting may not know the kind yet: then every Gateway would look gone. */
    private void gone(ObjectName gateway) throws InterruptedException {
        if (owned(gateway).isEmpty()) {
            tell(gateway, null, false);
            return;
        }
        try {
            if (objects.isThere(GATEWAY, gateway.namespace(), gateway.name())) {
                tell(gateway, null, true);
            } else {
                delete(gateway);
            }
        } catch (IOException e) {
            LOG.debug(
                    "gateways.unsure gateway=\"{}/{}\" reason=\"{}\"",
                    gateway.namespace(),
                    gateway.name(),
                    e.getMessage());
            tell(gateway, null, true);
        }
    }

    private void delete(ObjectName gateway) throws InterruptedException {
        FleetChange change = new FleetChange(objects, "");
        change.deleteOthers(owned(gateway));
        tell(gateway, null, !change.delays().isEmpty() || !change.refusals().isEmpty());
    }

    private void keep(Fleet fleet, Map<String, String> signer) throws InterruptedException {
        List<String> unknown = objects.unknown();
        if (!unknown.isEmpty()) {
            boolean early = System.nanoTime() - started < GRACE.toNanos();
            tell(fleet.gateway(), early ? null : noRights(unknown), true);
            return;
        }
        FleetChange change = new FleetChange(objects, fleet.uid());
        List<ObjectNode> wanted = FleetObjects.of(fleet, options);
        if (!wanted.isEmpty() && FleetCertificates.areOurs(options)) {
            certificate(fleet, signer, change);
        }
        for (ObjectNode object : wanted) {
            if (WORKLOADS.contains(object.path("kind").asText()) && change.hasRefused(STOOD_ON)) {
                change.keep(FleetChange.key(object));
            } else {
                change.want(object);
            }
        }
        change.deleteOthers(owned(fleet.gateway()));
        List<String> problems = new ArrayList<>(change.refusals());
        problems.addAll(change.delays());
        if (wanted.isEmpty() && problems.isEmpty()) {
            tell(fleet.gateway(), null, false);
            return;
        }
        problems.addAll(refusedPods(fleet));
        tell(
                fleet.gateway(),
                problems.isEmpty()
                        ? new FleetReport(true, "Made", "Envoys of " + fleet.name())
                        : new FleetReport(false, "NotMade", String.join("; ", problems)),
                !change.refusals().isEmpty() || !change.delays().isEmpty());
    }

    private static FleetReport noRights(List<String> unknown) {
        return new FleetReport(
                false,
                "NoRights",
                "objects cannot be listed: " + String.join(", ", unknown)
                        + " (expected: the rights that the chart gives with gateways.provision)");
    }

    private void certificate(Fleet fleet, Map<String, String> signer, FleetChange change) throws InterruptedException {
        ObjectKey key = new ObjectKey("Secret", fleet.gateway().namespace(), fleet.name());
        Owned there = objects.find(key);
        try {
            ObjectNode renewed = FleetCertificates.renewed(
                    fleet, options, signer, there == null ? null : there.tree(), clock.instant());
            if (renewed == null) {
                change.keep(key);
            } else {
                change.want(renewed);
            }
        } catch (IOException e) {
            change.keep(key);
            change.refusals().add("the authority that signs certificates: " + e.getMessage());
        }
    }

    /** What keeps a Deployment from having its pods, in the words of Kubernetes: a quota, a security policy. */
    private List<String> refusedPods(Fleet fleet) {
        Owned deployment =
                objects.find(new ObjectKey("Deployment", fleet.gateway().namespace(), fleet.name()));
        List<String> words = new ArrayList<>();
        if (deployment != null) {
            for (JsonNode condition : deployment.tree().path("status").path("conditions")) {
                if (condition.path("type").asText().equals("ReplicaFailure")
                        && condition.path("status").asText().equals("True")) {
                    words.add("pods of Deployment " + fleet.gateway().namespace() + "/" + fleet.name() + ": "
                            + condition.path("message").asText());
                }
            }
        }
        return words;
    }

    /** What there is of a Gateway's. */
    private List<ObjectKey> owned(ObjectName gateway) {
        return KINDS.stream()
                .map(kind -> new ObjectKey(kind.kind(), gateway.namespace(), FleetName.of(gateway.name())))
                .filter(key -> gateway.equals(owners.get(key)))
                .toList();
    }

    /** Remembers what to say of a Gateway, and when to try again. */
    private void tell(ObjectName gateway, @Nullable FleetReport report, boolean again) {
        boolean changed;
        synchronized (this) {
            if (!leading) {
                return;
            }
            FleetReport before = report == null ? reports.remove(gateway) : reports.put(gateway, report);
            changed = report == null ? before != null : !report.equals(before);
            if (again) {
                due.failed(gateway);
            } else {
                due.succeeded(gateway);
            }
        }
        if (changed) {
            if (report != null && !report.made()) {
                LOG.warn(
                        "gateways.not-made gateway=\"{}/{}\" reason=\"{}\"",
                        gateway.namespace(),
                        gateway.name(),
                        report.message());
            } else if (report != null) {
                LOG.info("gateways.made gateway=\"{}/{}\"", gateway.namespace(), gateway.name());
            }
            onReport.run();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        objects.close();
    }
}
