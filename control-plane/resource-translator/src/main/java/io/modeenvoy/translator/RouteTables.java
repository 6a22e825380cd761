package io.modeenvoy.translator;

import io.modeenvoy.ir.Hostname;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The route tables of a Gateway: routes by table and hostname, all sorted. Tables without routes are left out. */
record RouteTables(NamespacedName gateway) implements Query<SortedMap<String, SortedMap<Hostname, List<RouteRef>>>> {
    @Override
    public SortedMap<String, SortedMap<Hostname, List<RouteRef>>> answer(Scope scope) {
        List<ListenerPlan> listeners = scope.ask(new Listeners(gateway)).stream()
                .filter(ListenerPlan::usable)
                .toList();
        SortedMap<String, SortedMap<Hostname, TreeSet<RouteRef>>> tables = new TreeMap<>();
        for (Bindings.Bound bound : scope.ask(new Bindings.On(gateway))) {
            Optional<ListenerPlan> listener = listeners.stream()
                    .filter(each -> each.section().equals(bound.binding().section()))
                    .findFirst();
            listener.ifPresent(plan -> {
                SortedMap<Hostname, TreeSet<RouteRef>> table =
                        tables.computeIfAbsent(plan.tableIn(gateway.toString()), name -> new TreeMap<>());
                bound.binding().hostnames().stream()
                        .filter(hostname -> isFirst(plan, hostname, listeners))
                        .forEach(hostname -> table.computeIfAbsent(hostname, name -> new TreeSet<>(Bindings.BY_ROUTE))
                                .add(bound.route()));
            });
        }
        return frozen(tables);
    }

    /** Of the plain listeners that share a table, the one whose hostname says most has the host to itself, as the Gateway API asks. */
    private static boolean isFirst(ListenerPlan plan, Hostname hostname, List<ListenerPlan> listeners) {
        return plan.secure()
                || listeners.stream()
                        .filter(other -> !other.secure() && other.port() == plan.port())
                        .filter(other -> Hostnames.covers(other.hostname(), hostname))
                        .allMatch(other ->
                                Hostnames.LEAST_SPECIFIC_FIRST.compare(other.hostname(), plan.hostname()) <= 0);
    }

    private static SortedMap<String, SortedMap<Hostname, List<RouteRef>>> frozen(
            SortedMap<String, SortedMap<Hostname, TreeSet<RouteRef>>> tables) {
        SortedMap<String, SortedMap<Hostname, List<RouteRef>>> frozen = new TreeMap<>();
        tables.forEach((table, hosts) -> {
            SortedMap<Hostname, List<RouteRef>> lists = new TreeMap<>();
            hosts.forEach((hostname, routes) -> lists.put(hostname, List.copyOf(routes)));
            frozen.put(table, lists);
        });
        return frozen;
    }
}
