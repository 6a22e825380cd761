package io.modeenvoy.app;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.modeenvoy.crd.Kinds;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.k8s.ObjectKey;
import io.modeenvoy.k8s.WantedStatus;
import io.modeenvoy.translator.ListenerReport;
import io.modeenvoy.translator.RouteAttachment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What every object's status in a cluster should be, from a pass and from what the fleet says of it. Pure. */
public final class ClusterStatuses {
    private static final Set<String> OURS =
            Kinds.ours().stream().map(Kinds.Kind::kind).collect(Collectors.toUnmodifiableSet());

    private final ResourceView view;
    private final Map<ObjectRef, List<Diagnostic>> mistakes;
    private final Map<ObjectRef, List<ListenerReport>> listeners;
    private final Map<ObjectRef, List<RouteAttachment>> attachments;
    private final Set<String> classes = new HashSet<>();
    private final Map<ObjectKey, WantedStatus> statuses = new HashMap<>();

    private ClusterStatuses(Pass pass) {
        this.view = pass.view();
        this.mistakes = ObjectMistakes.byObject(pass.translation().diagnostics());
        this.listeners =
                pass.translation().listeners().stream().collect(Collectors.groupingBy(ListenerReport::gateway));
        this.attachments = pass.translation().attachments().values().stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(RouteAttachment::route));
    }

    /**
     * All of them, but for objects that are other controllers'.
     *
     * @param unreadable objects that are not in the pass because they could not be read, and why
     */
    public static Map<ObjectKey, WantedStatus> of(
            Pass pass, List<FleetStatus.ObjectStatus> objects, Map<ObjectKey, String> unreadable) {
        ClusterStatuses statuses = new ClusterStatuses(pass);
        statuses.gatewayClasses();
        objects.forEach(statuses::object);
        unreadable.forEach(statuses::unreadable);
        return statuses.statuses;
    }

    private void gatewayClasses() {
        for (GatewayClass gatewayClass : view.list(GatewayClass.class)) {
            if (GatewayStatuses.isOurs(gatewayClass)) {
                String name = gatewayClass.getMetadata().getName();
                classes.add(name);
                statuses.put(new ObjectKey("GatewayClass", "", name), GatewayStatuses.gatewayClass(gatewayClass));
            }
        }
    }

    private void object(FleetStatus.ObjectStatus object) {
        ObjectRef ref = new ObjectRef(object.kind(), object.namespace(), object.name());
        WantedStatus status = switch (object.kind()) {
            case "Gateway" -> gateway(ref, object);
            case "HTTPRoute" -> route(ref, object);
            default -> OURS.contains(object.kind()) ? conditions(object) : null;
        };
        if (status != null) {
            statuses.put(new ObjectKey(ref.kind(), ref.namespace(), ref.name()), status);
        }
    }

    /** Null if it is another controller's. */
    private @Nullable WantedStatus gateway(ObjectRef ref, FleetStatus.ObjectStatus object) {
        Gateway gateway = view.get(Gateway.class, ref.namespace(), ref.name());
        if (gateway == null || !classes.contains(gateway.getSpec().getGatewayClassName())) {
            return null;
        }
        return GatewayStatuses.gateway(
                gateway,
                view,
                mistakes(ref, gateway.getMetadata().getGeneration()),
                GatewayStatuses.bySection(listeners.getOrDefault(ref, List.of())),
                programmed(object));
    }

    private @Nullable WantedStatus route(ObjectRef ref, FleetStatus.ObjectStatus object) {
        HTTPRoute route = view.get(HTTPRoute.class, ref.namespace(), ref.name());
        return route == null
                ? null
                : RouteStatuses.route(
                        route,
                        mistakes(ref, route.getMetadata().getGeneration()),
                        attachments.getOrDefault(ref, List.of()),
                        programmed(object));
    }

    private ObjectMistakes mistakes(ObjectRef ref, @Nullable Long generation) {
        return new ObjectMistakes(mistakes.getOrDefault(ref, List.of()), GatewayStatuses.generation(generation));
    }

    private static @Nullable ConditionView programmed(FleetStatus.ObjectStatus object) {
        return object.conditions().stream()
                .filter(condition -> condition.type().equals("Programmed"))
                .findFirst()
                .orElse(null);
    }

    private static WantedStatus conditions(FleetStatus.ObjectStatus object) {
        return new WantedStatus.OfObject(object.conditions().stream()
                .map(view -> new WantedStatus.Condition(
                        view.type(), view.status(), view.reason(), view.message(), view.observedGeneration()))
                .toList());
    }

    private void unreadable(ObjectKey key, String reason) {
        if (OURS.contains(key.kind())) {
            statuses.put(
                    key,
                    new WantedStatus.OfObject(
                            List.of(new WantedStatus.Condition("Accepted", "False", "UnsupportedValue", reason, 0))));
        }
    }
}
