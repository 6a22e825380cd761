package io.modeenvoy.translator;

import io.modeenvoy.ir.GatewayIr;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.Ir.PolicyNode;
import io.modeenvoy.ir.ListenerIr;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.Port;
import io.modeenvoy.ir.PortIr;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.ir.VirtualHostIr;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A Gateway of ours with its ports, listeners and hosts. */
record GatewayPlans(NamespacedName gateway) implements Query<GatewayIr> {
    private static final int BUCKETS = 64;

    @Override
    public GatewayIr answer(Scope scope) {
        SortedMap<Integer, List<ListenerPlan>> byPort = new TreeMap<>();
        scope.ask(new Listeners(gateway)).stream()
                .filter(ListenerPlan::usable)
                .sorted(Comparator.comparing(ListenerPlan::section))
                .forEach(plan -> byPort.computeIfAbsent(plan.port(), port -> new ArrayList<>())
                        .add(plan));
        List<PortIr> ports = byPort.entrySet().stream()
                .map(port -> scope.ask(new OfPort(gateway, port.getKey(), List.copyOf(port.getValue()))))
                .toList();
        return new GatewayIr(origin(gateway), ports);
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
            Map<Hostname, VirtualHostIr> hosts = new HashMap<>();
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                scope.ask(new Bucket(gateway, table, bucket))
                        .forEach(each -> hosts.put(each.host().hostname(), each.host()));
            }
            List<VirtualHostIr> sorted = new ArrayList<>(hosts.size());
            scope.ask(new HostnamesOf(gateway, table)).forEach(hostname -> {
                VirtualHostIr host = hosts.get(hostname);
                if (host != null) {
                    sorted.add(host);
                }
            });
            ListenerIr.Tls tls = plan.secure()
                    ? new ListenerIr.Tls(plan.certificates().stream()
                            .map(TlsSecretIr.Certificate::name)
                            .toList())
                    : null;
            return new ListenerIr(table, origin(gateway), plan.secure() ? plan.hostname() : Hostname.ANY, tls, sorted);
        }
    }

    /** Routes by hostname of one table, in buckets of hostnames. */
    private record Table(NamespacedName gateway, String table)
            implements Query<List<SortedMap<Hostname, List<RouteRef>>>> {
        @Override
        public List<SortedMap<Hostname, List<RouteRef>>> answer(Scope scope) {
            List<SortedMap<Hostname, List<RouteRef>>> buckets = new ArrayList<>();
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                buckets.add(new TreeMap<>());
            }
            scope.ask(new RouteTables(gateway))
                    .getOrDefault(table, new TreeMap<>())
                    .forEach((hostname, routes) -> buckets.get(
                                    Math.floorMod(hostname.value().hashCode(), BUCKETS))
                            .put(hostname, routes));
            return buckets;
        }
    }

    /** The hostnames of one table, sorted. */
    private record HostnamesOf(NamespacedName gateway, String table) implements Query<List<Hostname>> {
        @Override
        public List<Hostname> answer(Scope scope) {
            return List.copyOf(scope.ask(new RouteTables(gateway))
                    .getOrDefault(table, new TreeMap<>())
                    .keySet());
        }
    }

    /** Some of the hosts of a table: a change of one host sums up its bucket anew, not the table. */
    private record Bucket(NamespacedName gateway, String table, int bucket) implements Query<List<Hosts.Plan>> {
        @Override
        public List<Hosts.Plan> answer(Scope scope) {
            List<Hosts.Plan> plans = new ArrayList<>();
            scope.ask(new BucketRoutes(gateway, table, bucket))
                    .forEach((hostname, routes) -> plans.add(scope.ask(new Hosts(table, hostname, routes))));
            return List.copyOf(plans);
        }
    }

    /** Routes by hostname of one bucket. */
    private record BucketRoutes(NamespacedName gateway, String table, int bucket)
            implements Query<SortedMap<Hostname, List<RouteRef>>> {
        @Override
        public SortedMap<Hostname, List<RouteRef>> answer(Scope scope) {
            return scope.ask(new Table(gateway, table)).get(bucket);
        }
    }

    /** Where AI calls enter a Gateway. */
    record Entries(NamespacedName gateway) implements Query<List<PolicyNode>> {
        @Override
        public List<PolicyNode> answer(Scope scope) {
            List<PolicyNode> entries = new ArrayList<>();
            for (String table : scope.ask(new TableNames(gateway))) {
                for (int bucket = 0; bucket < BUCKETS; bucket++) {
                    scope.ask(new Bucket(gateway, table, bucket)).forEach(plan -> entries.addAll(plan.entry()));
                }
            }
            return List.copyOf(entries);
        }
    }

    /** The route tables of a Gateway. */
    private record TableNames(NamespacedName gateway) implements Query<List<String>> {
        @Override
        public List<String> answer(Scope scope) {
            return List.copyOf(scope.ask(new RouteTables(gateway)).keySet());
        }
    }
}
