package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.Service;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.policy.NamespacedName;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether who calls a host and port calls a Gateway of ours, as far as what is written tells: its calls would come round again. */
record RoundTrips(String host, int port) implements Query<Optional<NamespacedName>> {
    /** On the Service of a fleet of proxies: whose proxies they are. */
    private static final String GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name";

    private static final String GATEWAY_NAMESPACE = "modeenvoy.io/gateway-namespace";

    @Override
    public Optional<NamespacedName> answer(Scope scope) {
        List<Hostname> covering = covering(host);
        for (NamespacedName gateway : scope.ask(new Gateways())) {
            for (ListenerPlan plan : scope.ask(new Listeners(gateway))) {
                if (plan.usable() && plan.port() == port && (isHere(scope) || serves(scope, gateway, plan, covering))) {
                    return Optional.of(gateway);
                }
            }
        }
        return Optional.empty();
    }

    /** The one Envoy of a directory listens on this machine. */
    private boolean isHere(Scope scope) {
        return scope.options().singleProxy()
                && (host.equals("localhost")
                        || LocalAddresses.literal(host)
                                .map(InetAddress::isLoopbackAddress)
                                .orElse(false));
    }

    /** A listener or a route for every host says nothing of this one. */
    private static boolean serves(Scope scope, NamespacedName gateway, ListenerPlan plan, List<Hostname> covering) {
        String table = plan.tableIn(gateway.toString());
        return covering.contains(plan.hostname())
                || covering.stream().anyMatch(name -> scope.at(new RouteTables.HostnamesOf(table), name) != null);
    }

    /** The name itself and the wildcards above it. */
    private static List<Hostname> covering(String host) {
        List<Hostname> names = new ArrayList<>();
        Hostnames.parse(host).ifPresent(names::add);
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            Hostnames.parse("*" + host.substring(dot)).ifPresent(names::add);
        }
        return names;
    }

    /** The Gateway whose proxies a Service leads to, if it is one of ours. */
    record ThroughService(NamespacedName service) implements Query<Optional<NamespacedName>> {
        @Override
        public Optional<NamespacedName> answer(Scope scope) {
            Service found = scope.get(Service.class, service.namespace(), service.name());
            Map<String, String> labels = found == null || found.getMetadata().getLabels() == null
                    ? Map.of()
                    : found.getMetadata().getLabels();
            String name = labels.get(GATEWAY_NAME);
            return name == null
                    ? Optional.empty()
                    : Optional.of(new NamespacedName(labels.getOrDefault(GATEWAY_NAMESPACE, service.namespace()), name))
                            .filter(gateway -> scope.ask(new Gateways.IsOurs(gateway)));
        }
    }
}
