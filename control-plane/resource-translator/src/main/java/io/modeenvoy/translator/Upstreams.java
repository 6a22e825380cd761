package io.modeenvoy.translator;

import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What attached routes send to, and the secrets of our listeners and upstreams; each once, by name. */
record Upstreams() implements Query<Upstreams.Plan> {
    /** All of them, sorted. */
    record Plan(List<ClusterIr> clusters, List<EndpointsIr> endpoints, List<TlsSecretIr> secrets) {}

    @Override
    public Plan answer(Scope scope) {
        Collector collector = new Collector(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        for (String namespace : scope.ask(new Namespaces())) {
            collector.add(scope.ask(new In(namespace)));
        }
        for (NamespacedName gateway : scope.ask(new Gateways())) {
            for (ListenerPlan listener : scope.ask(new Listeners(gateway))) {
                if (listener.usable()) {
                    listener.certificates().forEach(each -> collector.secrets().put(each.name(), each));
                }
            }
        }
        return collector.plan();
    }

    /** What the routes of a namespace send to. */
    private record In(String namespace) implements Query<Plan> {
        @Override
        public Plan answer(Scope scope) {
            Collector collector = new Collector(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
            for (RouteRef route : scope.ask(new Bindings.Attached(namespace))) {
                switch (route.kind()) {
                    case HTTP_ROUTE -> collector.add(scope.ask(new HttpRoutes(route.name())));
                    case AI_ROUTE ->
                        scope.ask(new AiRoutes(route.name())).rules().forEach(collector::add);
                }
            }
            return collector.plan();
        }
    }

    /** Gathers by name. */
    private record Collector(
            SortedMap<String, ClusterIr> clusters,
            SortedMap<String, EndpointsIr> endpoints,
            SortedMap<String, TlsSecretIr> secrets) {
        void add(HttpRoutes.Plan plan) {
            plan.clusters().forEach(each -> clusters.put(each.name(), each));
            plan.endpoints().forEach(each -> endpoints.put(each.name(), each));
        }

        void add(Plan plan) {
            plan.clusters().forEach(each -> clusters.put(each.name(), each));
            plan.endpoints().forEach(each -> endpoints.put(each.name(), each));
            plan.secrets().forEach(each -> secrets.put(each.name(), each));
        }

        void add(AiRulePlan plan) {
            plan.clusters().forEach(each -> clusters.put(each.name(), each));
            plan.endpoints().forEach(each -> endpoints.put(each.name(), each));
            plan.secrets().forEach(each -> secrets.put(each.name(), each));
        }

        Plan plan() {
            return new Plan(
                    List.copyOf(clusters.values()), List.copyOf(endpoints.values()), List.copyOf(secrets.values()));
        }
    }
}
