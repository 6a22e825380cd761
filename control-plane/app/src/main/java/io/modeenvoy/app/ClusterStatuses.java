package io.modeenvoy.app;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicy;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerSet;
import io.modeenvoy.crd.Kinds;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.k8s.ObjectKey;
import io.modeenvoy.k8s.Unreadable;
import io.modeenvoy.k8s.WantedStatus;
import io.modeenvoy.translator.ListenerReport;
import io.modeenvoy.translator.ListenerSetReport;
import io.modeenvoy.translator.RouteAttachment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What every object's status in a cluster should be, from a pass and from what the fleet says of it. Pure. */
public final class ClusterStatuses {
    private static final Set<String> OURS =
            Kinds.ours().stream().map(Kinds.Kind::kind).collect(Collectors.toUnmodifiableSet());

    private final ResourceView view;
    private final String namespace;
    private final MadeProxies proxies;
    private final Map<ObjectRef, List<Diagnostic>> mistakes;
    private final Map<ObjectRef, List<Diagnostic>> warnings;
    private final Map<ObjectRef, List<ListenerReport>> listeners;
    private final Map<ObjectRef, List<RouteAttachment>> attachments;
    private final Map<ObjectRef, ListenerSetReport> listenerSets;
    private final Map<ObjectName, List<ObjectRef>> ancestors;
    private final Map<ObjectRef, ConditionView> gateways = new HashMap<>();
    private final Set<String> classes = new HashSet<>();
    private final Map<ObjectKey, WantedStatus> statuses = new HashMap<>();

    private ClusterStatuses(Pass pass, String namespace, MadeProxies proxies) {
        this.view = pass.view();
        this.namespace = namespace;
        this.proxies = proxies;
        this.mistakes = ObjectMistakes.byObject(pass.translation().diagnostics());
        this.warnings = ObjectMistakes.warningsByObject(pass.translation().diagnostics());
        this.listeners = pass.translation().listeners().stream().collect(Collectors.groupingBy(ListenerReport::owner));
        this.listenerSets = pass.translation().listenerSets().stream()
                .collect(Collectors.toMap(ListenerSetReport::set, Function.identity()));
        this.ancestors = pass.translation().ancestors();
        this.attachments = pass.translation().attachments().values().stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(RouteAttachment::route));
    }

    /**
     * All of them, but for objects that are other controllers'.
     *
     * @param unreadable objects that cannot be read, and why; the pass has the last good form of some
     * @param namespace that of the control plane: a Service there may belong to a Gateway of another namespace
     * @param proxies the Envoys that are made for Gateways
     * @param before of which objects there was a status the last time
     */
    public static Map<ObjectKey, WantedStatus> of(
            Pass pass,
            List<FleetStatus.ObjectStatus> objects,
            Map<ObjectKey, Unreadable> unreadable,
            String namespace,
            MadeProxies proxies,
            Set<ObjectKey> before) {
        ClusterStatuses statuses = new ClusterStatuses(pass, namespace, proxies);
        statuses.gatewayClasses();
        statuses.gateways(objects);
        objects.forEach(statuses::object);
        before.forEach(statuses::withdrawn);
        unreadable.forEach(statuses::unreadable);
        return statuses.statuses;
    }

    private void gatewayClasses() {
        for (GatewayClass gatewayClass : view.list(GatewayClass.class)) {
            if (GatewayStatuses.isOurs(gatewayClass)) {
                String name = gatewayClass.getMetadata().getName();
                classes.add(name);
                statuses.put(
                        new ObjectKey("GatewayClass", "", name),
                        GatewayStatuses.gatewayClass(gatewayClass, proxies.on()));
            }
        }
    }

    /** A Gateway's listeners are programmed together, whoever wrote them. */
    private void gateways(List<FleetStatus.ObjectStatus> objects) {
        for (FleetStatus.ObjectStatus object : objects) {
            ObjectRef ref = new ObjectRef(object.kind(), object.namespace(), object.name());
            Gateway gateway =
                    object.kind().equals("Gateway") ? view.get(Gateway.class, ref.namespace(), ref.name()) : null;
            ConditionView programmed =
                    gateway == null || gateway.getSpec() == null ? null : programmed(gateway, object);
            if (programmed != null) {
                gateways.put(ref, programmed);
            }
        }
    }

    private void object(FleetStatus.ObjectStatus object) {
        ObjectRef ref = new ObjectRef(object.kind(), object.namespace(), object.name());
        WantedStatus status = switch (object.kind()) {
            case "Gateway" -> gateway(ref);
            case "ListenerSet" -> listenerSet(ref);
            case "BackendTLSPolicy" -> policy(ref);
            default ->
                WrittenRoute.isRoute(object.kind())
                        ? route(ref, object)
                        : OURS.contains(object.kind()) ? conditions(object) : null;
        };
        if (status != null) {
            statuses.put(new ObjectKey(ref.kind(), ref.namespace(), ref.name()), status);
        }
    }

    /** Null if it is another controller's. */
    private @Nullable WantedStatus gateway(ObjectRef ref) {
        Gateway gateway = view.get(Gateway.class, ref.namespace(), ref.name());
        if (gateway == null
                || gateway.getSpec() == null
                || !classes.contains(gateway.getSpec().getGatewayClassName())) {
            return null;
        }
        return GatewayStatuses.gateway(
                gateway,
                GatewayStatuses.addresses(gateway, view, namespace),
                mistakes(ref, gateway.getMetadata().getGeneration()),
                GatewayStatuses.bySection(listeners.getOrDefault(ref, List.of())),
                (int) listenerSets.values().stream()
                        .filter(report -> report.gateway().equals(ref) && isAccepted(report))
                        .count(),
                gateways.get(ref));
    }

    private boolean isAccepted(ListenerSetReport report) {
        return report.taken()
                && listeners.getOrDefault(report.set(), List.of()).stream().anyMatch(ListenerReport::usable);
    }

    /** Null if it names no Gateway of ours. */
    private @Nullable WantedStatus listenerSet(ObjectRef ref) {
        ListenerSet set = view.get(ListenerSet.class, ref.namespace(), ref.name());
        ListenerSetReport report = listenerSets.get(ref);
        return set == null || report == null
                ? null
                : ListenerSetStatuses.listenerSet(
                        set,
                        report,
                        mistakes(ref, set.getMetadata().getGeneration()),
                        GatewayStatuses.bySection(listeners.getOrDefault(ref, List.of())),
                        gateways.get(report.gateway()));
    }

    private @Nullable WantedStatus policy(ObjectRef ref) {
        BackendTLSPolicy policy = view.get(BackendTLSPolicy.class, ref.namespace(), ref.name());
        return policy == null
                ? null
                : PolicyStatuses.policy(
                        mistakes(ref, policy.getMetadata().getGeneration()),
                        ancestors.getOrDefault(new ObjectName(ref.namespace(), ref.name()), List.of()));
    }

    private @Nullable WantedStatus route(ObjectRef ref, FleetStatus.ObjectStatus object) {
        WrittenRoute route = WrittenRoute.find(view, ref.kind(), ref.namespace(), ref.name());
        return route == null
                ? null
                : RouteStatuses.route(
                        route,
                        mistakes(ref, route.generation()),
                        new ObjectMistakes(
                                warnings.getOrDefault(ref, List.of()), GatewayStatuses.generation(route.generation())),
                        attachments.getOrDefault(ref, List.of()),
                        programmed(object));
    }

    private ObjectMistakes mistakes(ObjectRef ref, @Nullable Long generation) {
        return new ObjectMistakes(mistakes.getOrDefault(ref, List.of()), GatewayStatuses.generation(generation));
    }

    private @Nullable ConditionView programmed(Gateway gateway, FleetStatus.ObjectStatus object) {
        return new GatewayProgrammed(gateway, GatewayStatuses.addresses(gateway, view, namespace), proxies)
                .of(programmed(object));
    }

    private static @Nullable ConditionView programmed(FleetStatus.ObjectStatus object) {
        return object.conditions().stream()
                .filter(condition -> condition.type().equals("Programmed"))
                .findFirst()
                .orElse(null);
    }

    private static WantedStatus conditions(FleetStatus.ObjectStatus object) {
        return new WantedStatus.OfObject(NotAccepted.in(
                object.conditions().stream().map(ConditionView::wanted).toList()));
    }

    private void withdrawn(ObjectKey key) {
        WantedStatus withdrawn = statuses.containsKey(key) ? null : new WithdrawnStatuses(view).of(key);
        if (withdrawn != null) {
            statuses.put(key, withdrawn);
        }
    }

    /** Of an object of the Gateway API without a last good form nothing can be said: it is not known to be ours. */
    private void unreadable(ObjectKey key, Unreadable why) {
        WantedStatus good = statuses.get(key);
        if (good != null) {
            statuses.put(key, UnreadableStatuses.of(why, good));
        } else if (OURS.contains(key.kind())) {
            statuses.put(key, UnreadableStatuses.of(why));
        }
    }
}
