package io.modeenvoy.app;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.micrometer.core.instrument.MeterRegistry;
import io.modeenvoy.app.fleet.FleetMetrics;
import io.modeenvoy.app.fleet.LocalFleet;
import io.modeenvoy.app.fleet.OtherReplicas;
import io.modeenvoy.app.fleet.Reach;
import io.modeenvoy.app.fleet.ReplicaReport;
import io.modeenvoy.app.fleet.SeenFleet;
import io.modeenvoy.crd.Kinds;
import io.modeenvoy.crd.SecurityPolicy;
import io.modeenvoy.crd.SecurityPolicySpec;
import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.ir.Diagnostic.ConditionType;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.k8s.WantedStatus;
import io.modeenvoy.policy.wire.PolicyTypes;
import io.modeenvoy.xds.server.AckBoard;
import io.modeenvoy.xds.server.ClientStatus;
import io.modeenvoy.xds.server.ResourceKey;
import io.modeenvoy.xds.server.SnapshotStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Joins what translation said of an object with what the fleet said of its resources. Worked out when asked. */
public final class StatusBoard {
    /** No node is connected that would do what an object says. */
    static final String NO_NODES = "NoNodes";

    private static final String REJECTED = "Rejected";
    private static final List<Kinds.Kind<?>> KINDS = Stream.concat(Kinds.gatewayApi().stream(), Kinds.ours().stream())
            .filter(kind ->
                    !kind.kind().equals("ReferenceGrant") && !kind.kind().equals("GatewayClass"))
            .toList();

    private final SnapshotStore store;
    private final LocalFleet ours;
    private final OtherReplicas others;
    private final NodeBoard board;
    private final InstantSource clock;

    /** Of a control plane without other replicas. */
    public StatusBoard(XdsEndpoint xds) {
        this(xds, new OtherReplicas());
    }

    public StatusBoard(XdsEndpoint xds, OtherReplicas others) {
        this(xds.store(), xds.acks(), xds::clients, others, InstantSource.system());
    }

    StatusBoard(SnapshotStore store, AckBoard acks, Supplier<List<ClientStatus>> clients) {
        this(store, acks, clients, new OtherReplicas(), InstantSource.system());
    }

    StatusBoard(
            SnapshotStore store,
            AckBoard acks,
            Supplier<List<ClientStatus>> clients,
            OtherReplicas others,
            InstantSource clock) {
        this.store = store;
        this.ours = new LocalFleet(store, acks, clients);
        this.others = others;
        this.board = new NodeBoard(store, acks, clients);
        this.clock = clock;
    }

    /** Where everything stands now; {@code pass} null = nothing was translated yet. */
    public FleetStatus status(@Nullable Pass pass) {
        return new FleetStatus(
                Stream.concat(board.nodes().stream(), OtherNodes.of(others.all()).stream())
                        .toList(),
                pass == null
                        ? List.of()
                        : objects(pass).stream().map(StatusBoard::shown).toList());
    }

    private static FleetStatus.ObjectStatus shown(FleetStatus.ObjectStatus object) {
        return new FleetStatus.ObjectStatus(
                object.kind(),
                object.namespace(),
                object.name(),
                NotAccepted.in(object.conditions().stream()
                                .map(ConditionView::wanted)
                                .toList())
                        .stream()
                        .map(StatusBoard::view)
                        .toList(),
                object.proxies(),
                object.services());
    }

    /** Counts the clients of this replica. */
    public void measure(MeterRegistry registry) {
        FleetMetrics.register(registry, ours);
    }

    /** What this replica tells the others of its clients, as text no longer than that. */
    public String report(int longest) {
        return ReplicaReport.of(ours.standings()).text(longest);
    }

    /** Where the objects stand now, with the clients of all replicas; {@code Programmed} is what the fleet says, also of an object that is not accepted. */
    public List<FleetStatus.ObjectStatus> objects(Pass pass) {
        return objects(pass, new SeenFleet(store, others.fleet(ours.standings())));
    }

    private List<FleetStatus.ObjectStatus> objects(Pass pass, SeenFleet fleet) {
        Map<ObjectRef, List<ResourceKey>> resources = pass.resourcesByObject();
        Map<ObjectRef, List<Diagnostic>> diagnostics =
                ObjectMistakes.byObject(pass.translation().diagnostics());
        Map<ObjectRef, List<Diagnostic>> warnings =
                ObjectMistakes.warningsByObject(pass.translation().diagnostics());
        Instant now = clock.instant();
        List<FleetStatus.ObjectStatus> objects = new ArrayList<>();
        for (Kinds.Kind<?> kind : KINDS) {
            for (HasMetadata object : pass.view().list(kind.type())) {
                ObjectRef ref = reference(kind.kind(), object);
                List<ResourceKey> live = whereLive(object, ref, resources);
                Reach reach = fleet.reach(live);
                objects.add(new FleetStatus.ObjectStatus(
                        ref.kind(),
                        ref.namespace(),
                        ref.name(),
                        conditions(
                                ref.kind(),
                                object,
                                diagnostics.getOrDefault(ref, List.of()),
                                Stream.concat(
                                                warnings.getOrDefault(ref, List.of()).stream(),
                                                KeyExpiry.warnings(ref, object, now).stream())
                                        .toList(),
                                live,
                                reach),
                        reach.proxies().toString(),
                        reach.services().toString()));
            }
        }
        objects.addAll(rejectedOthers(resources, fleet));
        return objects;
    }

    /** What an object came to. A SecurityPolicy becomes part of what its routes came to. */
    private static List<ResourceKey> whereLive(
            HasMetadata object, ObjectRef ref, Map<ObjectRef, List<ResourceKey>> resources) {
        return object instanceof SecurityPolicy policy
                ? policy.getSpec().targetRefs().stream()
                        .map(target -> new ObjectRef(kind(target.kind()), ref.namespace(), target.name()))
                        .flatMap(route -> resources.getOrDefault(route, List.of()).stream())
                        .distinct()
                        .toList()
                : resources.getOrDefault(ref, List.of());
    }

    /** {@code HTTP_ROUTE} is HTTPRoute. */
    private static String kind(SecurityPolicySpec.TargetRef.Kind target) {
        String letters = target.name().replace("_", "");
        return KINDS.stream()
                .map(Kinds.Kind::kind)
                .filter(letters::equalsIgnoreCase)
                .findFirst()
                .orElse(letters);
    }

    /** Services and Secrets have no status of ours; they are listed when something that came of them was rejected. */
    private List<FleetStatus.ObjectStatus> rejectedOthers(
            Map<ObjectRef, List<ResourceKey>> resources, SeenFleet fleet) {
        List<FleetStatus.ObjectStatus> others = new ArrayList<>();
        resources.forEach((ref, keys) -> {
            boolean listed = KINDS.stream().anyMatch(kind -> kind.kind().equals(ref.kind()));
            Reach reach = fleet.reach(keys);
            if (!listed && reach.isRejected()) {
                others.add(new FleetStatus.ObjectStatus(
                        ref.kind(),
                        ref.namespace(),
                        ref.name(),
                        List.of(programmed(ref.kind(), keys, reach, 0)),
                        reach.proxies().toString(),
                        reach.services().toString()));
            }
        });
        return others;
    }

    private static ObjectRef reference(String kind, HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        return new ObjectRef(
                kind, namespace == null ? "" : namespace, object.getMetadata().getName());
    }

    private static List<ConditionView> conditions(
            String kind,
            HasMetadata object,
            List<Diagnostic> diagnostics,
            List<Diagnostic> warnings,
            List<ResourceKey> resources,
            Reach reach) {
        Long written = object.getMetadata().getGeneration();
        long generation = written == null ? 0 : written;
        List<ConditionView> conditions = new ArrayList<>();
        ObjectMistakes mistakes = new ObjectMistakes(diagnostics, generation);
        AcceptedPart.of(object, mistakes).forEach(condition -> conditions.add(view(condition)));
        conditions.add(view(mistakes.condition(ConditionType.RESOLVED_REFS, "ResolvedRefs", "")));
        new ObjectMistakes(warnings, generation).warned().forEach(warned -> conditions.add(view(warned)));
        if (!resources.isEmpty()) {
            conditions.add(programmed(kind, resources, reach, generation));
        }
        return conditions;
    }

    private static ConditionView view(WantedStatus.Condition condition) {
        return new ConditionView(
                condition.type(),
                condition.status(),
                condition.reason(),
                condition.message(),
                condition.observedGeneration());
    }

    /** The words are those of a state: numbers, which change with every client that comes and goes, stand on the Gateway alone. */
    private static ConditionView programmed(String kind, List<ResourceKey> resources, Reach reach, long generation) {
        String count = kind.equals("Gateway") ? "programmed on " + reach.proxies() + " proxies" : "";
        if (reach.isRejected()) {
            return programmed("False", REJECTED, joined(count, "rejected: " + reach.words()), generation);
        }
        String absent = absent(resources, reach);
        if (!absent.isEmpty()) {
            return programmed("Unknown", NO_NODES, "no " + absent + " is connected", generation);
        }
        return reach.isEverywhere()
                ? programmed(
                        "True",
                        "Programmed",
                        count.isEmpty() ? "on every proxy and service that needs it" : count,
                        generation)
                : programmed(
                        "False",
                        "Pending",
                        count.isEmpty() ? "not yet on every proxy and service that needs it" : count,
                        generation);
    }

    private static ConditionView programmed(String status, String reason, String message, long generation) {
        return new ConditionView(ConditionType.PROGRAMMED.label(), status, reason, message, generation);
    }

    private static String joined(String first, String second) {
        return first.isEmpty() ? second : first + "; " + second;
    }

    /** Of proxy and service those without which the object does nothing and of which none is there. */
    private static String absent(List<ResourceKey> resources, Reach reach) {
        boolean policy = resources.stream().anyMatch(key -> PolicyTypes.ALL.contains(key.typeUrl()));
        boolean traffic = resources.stream().anyMatch(key -> !PolicyTypes.ALL.contains(key.typeUrl()));
        return Stream.of(
                        traffic && reach.proxies().all() == 0 ? "proxy" : "",
                        policy && reach.services().all() == 0 ? "service" : "")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" or "));
    }
}
