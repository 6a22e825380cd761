package io.modeenvoy.app;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.Kinds;
import io.modeenvoy.crd.Printable;
import io.modeenvoy.crd.SecurityPolicy;
import io.modeenvoy.crd.SecurityPolicySpec;
import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.ir.Diagnostic.ConditionType;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.k8s.WantedStatus;
import io.modeenvoy.policy.Names;
import io.modeenvoy.policy.wire.PolicyTypes;
import io.modeenvoy.xds.server.AckBoard;
import io.modeenvoy.xds.server.ClientStatus;
import io.modeenvoy.xds.server.NodeAcks;
import io.modeenvoy.xds.server.ResourceKey;
import io.modeenvoy.xds.server.SnapshotStore;
import io.modeenvoy.xds.server.TypeAcks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Joins what translation said of an object with what the fleet said of its resources. Worked out when asked. */
public final class StatusBoard {
    private static final String REJECTED = "Rejected";
    private static final List<Kinds.Kind<?>> KINDS = Stream.concat(Kinds.gatewayApi().stream(), Kinds.ours().stream())
            .filter(kind ->
                    !kind.kind().equals("ReferenceGrant") && !kind.kind().equals("GatewayClass"))
            .toList();

    private final SnapshotStore store;
    private final AckBoard acks;
    private final NodeBoard board;

    public StatusBoard(XdsEndpoint xds) {
        this(xds.store(), xds.acks(), xds::clients);
    }

    StatusBoard(SnapshotStore store, AckBoard acks, Supplier<List<ClientStatus>> clients) {
        this.store = store;
        this.acks = acks;
        this.board = new NodeBoard(store, acks, clients);
    }

    /** Where everything stands now; {@code pass} null = nothing was translated yet. */
    public FleetStatus status(@Nullable Pass pass) {
        return new FleetStatus(board.nodes(), pass == null ? List.of() : objects(pass));
    }

    /** Where the objects stand now. */
    public List<FleetStatus.ObjectStatus> objects(Pass pass) {
        return objects(pass, acks.nodes());
    }

    private List<FleetStatus.ObjectStatus> objects(Pass pass, List<NodeAcks> nodes) {
        Map<ObjectRef, List<ResourceKey>> resources = pass.resourcesByObject();
        Map<ObjectRef, List<Diagnostic>> diagnostics =
                ObjectMistakes.byObject(pass.translation().diagnostics());
        Map<ObjectRef, List<Diagnostic>> warnings =
                ObjectMistakes.warningsByObject(pass.translation().diagnostics());
        List<FleetStatus.ObjectStatus> objects = new ArrayList<>();
        for (Kinds.Kind<?> kind : KINDS) {
            for (HasMetadata object : pass.view().list(kind.type())) {
                ObjectRef ref = reference(kind.kind(), object);
                objects.add(new FleetStatus.ObjectStatus(
                        ref.kind(),
                        ref.namespace(),
                        ref.name(),
                        conditions(
                                object,
                                diagnostics.getOrDefault(ref, List.of()),
                                warnings.getOrDefault(ref, List.of()),
                                whereLive(object, ref, resources),
                                nodes)));
            }
        }
        objects.addAll(rejectedOthers(resources, nodes));
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
            Map<ObjectRef, List<ResourceKey>> resources, List<NodeAcks> nodes) {
        List<FleetStatus.ObjectStatus> others = new ArrayList<>();
        resources.forEach((ref, keys) -> {
            boolean listed = KINDS.stream().anyMatch(kind -> kind.kind().equals(ref.kind()));
            ConditionView programmed = programmed(keys, nodes, 0);
            if (!listed && programmed.reason().equals(REJECTED)) {
                others.add(new FleetStatus.ObjectStatus(ref.kind(), ref.namespace(), ref.name(), List.of(programmed)));
            }
        });
        return others;
    }

    private static ObjectRef reference(String kind, HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        return new ObjectRef(
                kind, namespace == null ? "" : namespace, object.getMetadata().getName());
    }

    private List<ConditionView> conditions(
            HasMetadata object,
            List<Diagnostic> diagnostics,
            List<Diagnostic> warnings,
            List<ResourceKey> resources,
            List<NodeAcks> nodes) {
        Long written = object.getMetadata().getGeneration();
        long generation = written == null ? 0 : written;
        List<ConditionView> conditions = new ArrayList<>();
        ObjectMistakes mistakes = new ObjectMistakes(diagnostics, generation);
        conditions.add(view(mistakes.condition(ConditionType.ACCEPTED, "Accepted", "")));
        conditions.add(view(mistakes.condition(ConditionType.RESOLVED_REFS, "ResolvedRefs", "")));
        new ObjectMistakes(warnings, generation).warned().forEach(warned -> conditions.add(view(warned)));
        if (!resources.isEmpty()) {
            conditions.add(programmed(resources, nodes, generation));
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

    private ConditionView programmed(List<ResourceKey> resources, List<NodeAcks> nodes, long generation) {
        Tally proxies = new Tally();
        Tally services = new Tally();
        for (NodeAcks node : nodes) {
            boolean isService = node.node().group().equals(Names.SERVICES_GROUP);
            (isService ? services : proxies).count(node, versions(node, resources));
        }
        String type = ConditionType.PROGRAMMED.label();
        String where = "programmed on " + proxies.done + "/" + proxies.nodes + " proxies, " + services.done + "/"
                + services.nodes + " services";
        TreeSet<String> rejections = new TreeSet<>(proxies.rejections);
        rejections.addAll(services.rejections);
        if (!rejections.isEmpty()) {
            return new ConditionView(
                    type, "False", REJECTED, where + "; rejected: " + String.join("; ", rejections), generation);
        }
        String absent = absent(resources, proxies, services);
        if (!absent.isEmpty()) {
            return new ConditionView(
                    type, "Unknown", "NoNodes", "no " + absent + " is connected; " + where, generation);
        }
        boolean everywhere = proxies.done == proxies.nodes && services.done == services.nodes;
        return new ConditionView(
                type, everywhere ? "True" : "False", everywhere ? "Programmed" : "Pending", where, generation);
    }

    /** Of proxy and service those without which the object does nothing and of which none is there. */
    private static String absent(List<ResourceKey> resources, Tally proxies, Tally services) {
        boolean policy = resources.stream().anyMatch(key -> PolicyTypes.ALL.contains(key.typeUrl()));
        boolean traffic = resources.stream().anyMatch(key -> !PolicyTypes.ALL.contains(key.typeUrl()));
        return Stream.of(traffic && proxies.nodes == 0 ? "proxy" : "", policy && services.nodes == 0 ? "service" : "")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" or "));
    }

    /** The versions of those resources that the node's group has and that the node asks for. */
    private Map<ResourceKey, String> versions(NodeAcks node, List<ResourceKey> resources) {
        Map<ResourceKey, String> versions = new TreeMap<>();
        for (ResourceKey key : resources) {
            String version = store.version(node.node().group(), key);
            if (version != null && node.types().containsKey(key.typeUrl())) {
                versions.put(key, version);
            }
        }
        return versions;
    }

    /** Counts nodes. */
    private static final class Tally {
        private final TreeSet<String> rejections = new TreeSet<>();
        private int nodes;
        private int done;

        void count(NodeAcks node, Map<ResourceKey, String> versions) {
            if (versions.isEmpty()) {
                return;
            }
            nodes++;
            boolean everywhere = true;
            for (Map.Entry<ResourceKey, String> wanted : versions.entrySet()) {
                TypeAcks acks = node.types().get(wanted.getKey().typeUrl());
                String name = wanted.getKey().name();
                everywhere &= acks != null && acks.holds(name, wanted.getValue());
                TypeAcks.RejectedResource rejected = acks == null ? null : acks.rejection(name, wanted.getValue());
                if (rejected != null && rejected.exact()) { // one of several suspects is tried again and not blamed yet
                    rejections.add(Printable.of(rejected.message()));
                }
            }
            done += everywhere ? 1 : 0;
        }
    }
}
