package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.modeenvoy.ir.GatewayIr;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.ListenerIr;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.Port;
import io.modeenvoy.ir.PortIr;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.policy.NamespacedName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A Gateway of ours with its ports, listeners and hosts. */
record GatewayPlans(NamespacedName gateway) implements Query<GatewayIr> {
    /** Annotation of a Gateway: the namespaces whose pods may take it along as their egress proxy, with commas between; {@code *} = all. */
    private static final String EGRESS = "modeenvoy.io/egress-namespaces";

    @Override
    public GatewayIr answer(Scope scope) {
        SortedMap<Integer, List<ListenerPlan>> byPort = new TreeMap<>();
        scope.ask(new Listeners(gateway)).stream()
                .filter(ListenerPlan::usable)
                .sorted(Comparator.comparing(ListenerPlan::id))
                .forEach(plan -> byPort.computeIfAbsent(plan.port(), port -> new ArrayList<>())
                        .add(plan));
        List<PortIr> ports = byPort.entrySet().stream()
                .map(port -> scope.ask(new OfPort(gateway, port.getKey(), List.copyOf(port.getValue()))))
                .toList();
        return new GatewayIr(origin(gateway), ports, scope.ask(new EgressOf(gateway)));
    }

    /** The namespaces that the annotation {@link #EGRESS} lists, sorted. */
    private record EgressOf(NamespacedName gateway) implements Query<List<String>> {
        @Override
        public List<String> answer(Scope scope) {
            Gateway found = scope.get(Gateway.class, gateway.namespace(), gateway.name());
            Map<String, String> annotations =
                    found == null ? null : found.getMetadata().getAnnotations();
            String listed = annotations == null ? null : annotations.get(EGRESS);
            return listed == null
                    ? List.of()
                    : Arrays.stream(listed.split(","))
                            .map(String::strip)
                            .filter(namespace -> !namespace.isEmpty())
                            .distinct()
                            .sorted()
                            .toList();
        }
    }

    static ObjectRef origin(NamespacedName gateway) {
        return new ObjectRef("Gateway", gateway.namespace(), gateway.name());
    }

    /** A port with its listeners: plain HTTP shares one, HTTPS has one for each. */
    private record OfPort(NamespacedName gateway, int port, List<ListenerPlan> plans) implements Query<PortIr> {
        @Override
        public PortIr answer(Scope scope) {
            List<ListenerPlan> standing = plans.getFirst().secure() ? plans : plans.subList(0, 1);
            List<ListenerIr> listeners = standing.stream()
                    .map(plan -> scope.ask(new OfListener(gateway, plan)))
                    .toList();
            return new PortIr(gateway + "/" + port, origin(gateway), new Port(port), listeners);
        }
    }

    /** A listener with its hosts. */
    private record OfListener(NamespacedName gateway, ListenerPlan plan) implements Query<ListenerIr> {
        @Override
        public ListenerIr answer(Scope scope) {
            String table = plan.tableIn(gateway.toString());
            ListenerIr.Tls tls = plan.secure()
                    ? new ListenerIr.Tls(plan.certificates().stream()
                            .map(TlsSecretIr.Certificate::name)
                            .toList())
                    : null;
            return new ListenerIr(
                    table,
                    origin(gateway),
                    new Port(plan.port()),
                    plan.secure() ? plan.hostname() : Hostname.ANY,
                    tls,
                    scope.ask(RouteTables.hosts(table)));
        }
    }
}
