package io.modeenvoy.app;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Listener;
import io.modeenvoy.crd.Api;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.ir.Diagnostic.ConditionType;
import io.modeenvoy.k8s.WantedStatus;
import io.modeenvoy.k8s.WantedStatus.Condition;
import io.modeenvoy.translator.ListenerReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statuses of Gateways and GatewayClasses in the words of the Gateway API. Pure. */
final class GatewayStatuses {
    /** On the Service of a fleet of proxies: whose proxies they are. */
    static final String GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name";
    /** The namespace of that Gateway, if it is not the Service's own. Counts in the control plane's namespace only: nobody else speaks for other people's Gateways. */
    static final String GATEWAY_NAMESPACE = "modeenvoy.io/gateway-namespace";

    private static final Set<String> CONFLICTS = Set.of("HostnameConflict", "ProtocolConflict");
    private static final String TRUE = "True";
    private static final String FALSE = "False";

    private GatewayStatuses() {}

    static boolean isOurs(GatewayClass gatewayClass) {
        return gatewayClass.getSpec() != null
                && Api.GATEWAY_CONTROLLER.equals(gatewayClass.getSpec().getControllerName());
    }

    /** @param proxies whether Gateways get Envoys of their own */
    static WantedStatus gatewayClass(GatewayClass gatewayClass, boolean proxies) {
        long generation = generation(gatewayClass.getMetadata().getGeneration());
        Condition accepted = gatewayClass.getSpec().getParametersRef() == null
                ? new Condition(
                        "Accepted", TRUE, "Accepted", "Gateways of this class are served by Mode Envoy", generation)
                : new Condition(
                        "Accepted",
                        FALSE,
                        "InvalidParameters",
                        "spec.parametersRef: present (expected: absent; there are no parameters of classes)",
                        generation);
        return new WantedStatus.OfGatewayClass(List.of(accepted), GatewayFeatures.supported(proxies));
    }

    /**
     * @param listenerSets how many add listeners to it
     * @param programmed null = nothing of it can be programmed
     */
    static WantedStatus gateway(
            Gateway gateway,
            List<WantedStatus.Address> addresses,
            ObjectMistakes mistakes,
            Map<String, ListenerReport> reports,
            int listenerSets,
            @Nullable ConditionView programmed) {
        Condition live = programmed(mistakes, programmed);
        List<WantedStatus.Listener> listeners = new ArrayList<>();
        List<Listener> written = gateway.getSpec().getListeners();
        for (int i = 0; i < written.size(); i++) {
            listeners.add(listener(i, written.get(i).getName(), mistakes, reports, live));
        }
        return new WantedStatus.OfGateway(
                NotAccepted.in(List.of(accepted(mistakes, listeners), live)), listeners, addresses, listenerSets);
    }

    static Condition programmed(ObjectMistakes mistakes, @Nullable ConditionView programmed) {
        return programmed == null
                ? new Condition("Programmed", FALSE, "Invalid", "no listener can be programmed", mistakes.generation())
                : new Condition(
                        "Programmed",
                        programmed.status(),
                        programmed.reason(),
                        programmed.message(),
                        mistakes.generation());
    }

    static Condition accepted(ObjectMistakes mistakes, List<WantedStatus.Listener> listeners) {
        ObjectMistakes own = mistakes.where(mistake -> !mistake.field().startsWith("spec.listeners["));
        List<String> broken = listeners.stream()
                .filter(listener -> listener.conditions().stream()
                        .anyMatch(condition -> !condition.type().equals("Conflicted")
                                && !condition.type().equals("Programmed")
                                && condition.status().equals(FALSE)))
                .map(WantedStatus.Listener::name)
                .toList();
        if (!own.of(ConditionType.ACCEPTED).isEmpty() || broken.isEmpty()) {
            return own.condition(ConditionType.ACCEPTED, "Accepted", "");
        }
        return new Condition(
                "Accepted",
                broken.size() == listeners.size() ? FALSE : TRUE,
                "ListenersNotValid",
                "not valid: " + String.join(", ", broken) + " (see the listeners' own conditions)",
                mistakes.generation());
    }

    /** The listener at a place of the list. */
    static WantedStatus.Listener listener(
            int index, String name, ObjectMistakes mistakes, Map<String, ListenerReport> reports, Condition live) {
        String field = "spec.listeners[" + index + "]";
        return listener(name, mistakes.where(mistake -> isIn(mistake.field(), field)), reports.get(name), live);
    }

    private static WantedStatus.Listener listener(
            String name, ObjectMistakes mistakes, @Nullable ListenerReport report, Condition gateway) {
        Condition accepted = mistakes.condition(ConditionType.ACCEPTED, "Accepted", "");
        Condition resolved = mistakes.condition(ConditionType.RESOLVED_REFS, "ResolvedRefs", "");
        ObjectMistakes conflicts = mistakes.where(mistake -> CONFLICTS.contains(mistake.reason()));
        boolean usable = report != null && report.usable() && accepted.status().equals(TRUE);
        return new WantedStatus.Listener(
                name,
                report == null
                        ? List.of()
                        : report.kinds().stream().map(GatewayStatuses::kind).toList(),
                report == null ? 0 : report.attachedRoutes(),
                List.of(
                        accepted,
                        new Condition(
                                "Conflicted",
                                conflicts.isEmpty() ? FALSE : TRUE,
                                conflicts.isEmpty() ? "NoConflicts" : conflicts.reason(),
                                conflicts.isEmpty() ? "" : conflicts.words(),
                                mistakes.generation()),
                        usable
                                ? gateway
                                : new Condition(
                                        "Programmed",
                                        FALSE,
                                        conflicts.isEmpty() ? "Invalid" : conflicts.reason(),
                                        "the listener is not part of the configuration",
                                        mistakes.generation()),
                        resolved));
    }

    private static WantedStatus.RouteKind kind(String kind) {
        return new WantedStatus.RouteKind(kind.equals("AIRoute") ? Api.GROUP : "gateway.networking.k8s.io", kind);
    }

    /** Whether a field is {@code part} or inside it. */
    static boolean isIn(String field, String part) {
        return field.equals(part) || field.startsWith(part + ".") || field.startsWith(part + "[");
    }

    /** Those of the Services that were made for the Gateway, and of those labelled as its own in its namespace and in that of the control plane. */
    static List<WantedStatus.Address> addresses(Gateway gateway, ResourceView view, String controlPlane) {
        return view.list(Service.class).stream()
                .filter(service -> isOwned(service, gateway) || isOf(service, gateway, controlPlane))
                .flatMap(GatewayStatuses::addresses)
                .distinct()
                .limit(16)
                .toList();
    }

    private static boolean isOwned(Service service, Gateway gateway) {
        return gateway.getMetadata().getUid() != null
                && gateway.getMetadata()
                        .getNamespace()
                        .equals(service.getMetadata().getNamespace())
                && service.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner -> gateway.getMetadata().getUid().equals(owner.getUid()));
    }

    private static boolean isOf(Service service, Gateway gateway, String controlPlane) {
        Map<String, String> labels = service.getMetadata().getLabels();
        String namespace = service.getMetadata().getNamespace();
        String wanted = gateway.getMetadata().getNamespace();
        return labels != null
                && gateway.getMetadata().getName().equals(labels.get(GATEWAY_NAME))
                && wanted.equals(labels.getOrDefault(GATEWAY_NAMESPACE, namespace))
                && (wanted.equals(namespace) || controlPlane.equals(namespace));
    }

    /** Of the load balancer if there is one, else inside the cluster. */
    private static Stream<WantedStatus.Address> addresses(Service service) {
        List<LoadBalancerIngress> ingress =
                service.getStatus() == null || service.getStatus().getLoadBalancer() == null
                        ? List.of()
                        : service.getStatus().getLoadBalancer().getIngress();
        if (!ingress.isEmpty()) {
            return ingress.stream()
                    .map(point -> point.getIp() != null
                            ? new WantedStatus.Address("IPAddress", point.getIp())
                            : new WantedStatus.Address("Hostname", String.valueOf(point.getHostname())));
        }
        return service.getSpec().getClusterIPs().stream()
                .filter(ip -> !ip.isEmpty() && !ip.equals("None"))
                .map(ip -> new WantedStatus.Address("IPAddress", ip));
    }

    static long generation(@Nullable Long written) {
        return written == null ? 0 : written;
    }

    /** Of a Gateway, by section. */
    static Map<String, ListenerReport> bySection(List<ListenerReport> reports) {
        return reports.stream()
                .collect(Collectors.toMap(ListenerReport::section, report -> report, (first, _) -> first));
    }
}
