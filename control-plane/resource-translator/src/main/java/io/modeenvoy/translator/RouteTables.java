package io.modeenvoy.translator;

import io.modeenvoy.crd.SizeLimit;
import io.modeenvoy.incremental.Each;
import io.modeenvoy.incremental.Grouping;
import io.modeenvoy.incremental.Merge;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.incremental.Union;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.Ir.PolicyNode;
import io.modeenvoy.ir.PolicyKey;
import io.modeenvoy.ir.VirtualHostIr;
import io.modeenvoy.policy.RouteRef;
import java.util.List;
import java.util.Optional;

/** Every route table: its routes, each with the hostnames it has there. Tables without routes are left out. */
record RouteTables()
        implements Grouping<
                Scope,
                RouteRef,
                PersistentMap<String, PersistentMap<Hostname, Boolean>>,
                String,
                PersistentMap<Hostname, Boolean>> {
    @Override
    public Question<Scope, PersistentMap<RouteRef, PersistentMap<String, PersistentMap<Hostname, Boolean>>>> of() {
        return new EachPlaces();
    }

    @Override
    public PersistentMap<String, PersistentMap<Hostname, Boolean>> said(
            RouteRef route, PersistentMap<String, PersistentMap<Hostname, Boolean>> places) {
        return places;
    }

    /** The tables of each route. */
    private record EachPlaces()
            implements Each<Scope, RouteRef, PersistentMap<String, PersistentMap<Hostname, Boolean>>> {
        @Override
        public Question<Scope, PersistentMap<RouteRef, Boolean>> members() {
            return new Routes.Attached();
        }

        @Override
        public Question<Scope, PersistentMap<String, PersistentMap<Hostname, Boolean>>> about(RouteRef route) {
            return new Places(route);
        }
    }

    /** The tables of a route, with its hostnames in each. */
    record Places(RouteRef route) implements Query<PersistentMap<String, PersistentMap<Hostname, Boolean>>> {
        @Override
        public PersistentMap<String, PersistentMap<Hostname, Boolean>> answer(Scope scope) {
            PersistentMap<String, PersistentMap<Hostname, Boolean>> places = PersistentMap.empty();
            int room = SizeLimit.HOSTS_OF_ROUTE.most();
            for (Candidates.Binding binding : scope.ask(new Attachments(route)).bindings()) {
                List<ListenerPlan> listeners = scope.ask(new Listeners(binding.gateway())).stream()
                        .filter(ListenerPlan::usable)
                        .toList();
                Optional<ListenerPlan> plan = listeners.stream()
                        .filter(each -> each.id().equals(binding.listener()))
                        .findFirst();
                if (plan.isPresent()) {
                    String table = plan.get().tableIn(binding.gateway().toString());
                    for (Hostname hostname : binding.hostnames()) {
                        if (isFirst(plan.get(), hostname, listeners) && room-- > 0) {
                            places = Grouping.put(places, table, hostname, true);
                        }
                    }
                }
            }
            if (room < 0) {
                tellOfHosts(scope, SizeLimit.HOSTS_OF_ROUTE.most() - room);
            }
            return places;
        }

        private void tellOfHosts(Scope scope, int wanted) {
            scope.ask(new RouteHead.Of(route))
                    .ifPresent(head -> new Reporter(scope, head.origin())
                            .refused(
                                    "spec.hostnames",
                                    Reasons.UNSUPPORTED_VALUE,
                                    wanted + " on all listeners (expected: " + SizeLimit.HOSTS_OF_ROUTE.expected()
                                            + "; name fewer hostnames or listeners, or divide the route)"));
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
    }

    /** The routes of one table, each with its hostnames there. */
    private record RoutesOf(String table) implements Query<PersistentMap<RouteRef, PersistentMap<Hostname, Boolean>>> {
        @Override
        public PersistentMap<RouteRef, PersistentMap<Hostname, Boolean>> answer(Scope scope) {
            PersistentMap<RouteRef, PersistentMap<Hostname, Boolean>> routes = scope.at(new RouteTables(), table);
            return routes == null ? PersistentMap.empty() : routes;
        }
    }

    /** The hostnames of one table, each with its routes. */
    record HostnamesOf(String table)
            implements Grouping<Scope, RouteRef, PersistentMap<Hostname, Boolean>, Hostname, Boolean> {
        @Override
        public Question<Scope, PersistentMap<RouteRef, PersistentMap<Hostname, Boolean>>> of() {
            return new RoutesOf(table);
        }

        @Override
        public PersistentMap<Hostname, Boolean> said(RouteRef route, PersistentMap<Hostname, Boolean> hostnames) {
            return hostnames;
        }
    }

    /** The hosts of one table. */
    private record EachHost(String table) implements Each<Scope, Hostname, Hosts.Plan> {
        @Override
        public Question<Scope, PersistentMap<Hostname, PersistentMap<RouteRef, Boolean>>> members() {
            return new HostnamesOf(table);
        }

        @Override
        public Question<Scope, Hosts.Plan> about(Hostname hostname) {
            return new Hosts(table, hostname);
        }
    }

    /** The virtual hosts of one table. */
    private record VirtualHosts(String table) implements Union<Scope, Hostname, Hosts.Plan, Hostname, VirtualHostIr> {
        @Override
        public Question<Scope, PersistentMap<Hostname, Hosts.Plan>> of() {
            return new EachHost(table);
        }

        @Override
        public PersistentMap<Hostname, VirtualHostIr> said(Hostname hostname, Hosts.Plan plan) {
            return PersistentMap.of(hostname, plan.host());
        }
    }

    /** What one table answers: its virtual hosts, and those that keep the hostnames of tenants from others. */
    static Question<Scope, PersistentMap<Hostname, VirtualHostIr>> hosts(String table) {
        return new Merge<>(List.of(new VirtualHosts(table), new KeptHosts.Of(table)));
    }

    /** Where AI calls enter one table. */
    private record EntriesOf(String table) implements Union<Scope, Hostname, Hosts.Plan, PolicyKey, PolicyNode> {
        @Override
        public Question<Scope, PersistentMap<Hostname, Hosts.Plan>> of() {
            return new EachHost(table);
        }

        @Override
        public PersistentMap<PolicyKey, PolicyNode> said(Hostname hostname, Hosts.Plan plan) {
            return Policies.byKey(plan.entry());
        }
    }

    /** Where AI calls enter each table. */
    private record EachEntries() implements Each<Scope, String, PersistentMap<PolicyKey, PolicyNode>> {
        @Override
        public Question<Scope, PersistentMap<String, PersistentMap<RouteRef, PersistentMap<Hostname, Boolean>>>>
                members() {
            return new RouteTables();
        }

        @Override
        public Question<Scope, PersistentMap<PolicyKey, PolicyNode>> about(String table) {
            return new EntriesOf(table);
        }
    }

    /** Where AI calls enter. */
    record Entries() implements Union<Scope, String, PersistentMap<PolicyKey, PolicyNode>, PolicyKey, PolicyNode> {
        @Override
        public Question<Scope, PersistentMap<String, PersistentMap<PolicyKey, PolicyNode>>> of() {
            return new EachEntries();
        }

        @Override
        public PersistentMap<PolicyKey, PolicyNode> said(String table, PersistentMap<PolicyKey, PolicyNode> entries) {
            return entries;
        }
    }
}
