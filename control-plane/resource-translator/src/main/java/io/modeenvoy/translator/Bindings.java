package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.modeenvoy.crd.AIRoute;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which routes of a namespace hang on which Gateway. */
record Bindings(String namespace) implements Query<Map<NamespacedName, List<Bindings.Bound>>> {
    static final Comparator<RouteRef> BY_ROUTE =
            Comparator.comparing(RouteRef::kind).thenComparing(RouteRef::name);

    /** A route on a listener. */
    record Bound(RouteRef route, Attachments.Binding binding) {}

    @Override
    public Map<NamespacedName, List<Bound>> answer(Scope scope) {
        Map<NamespacedName, List<Bound>> byGateway = new HashMap<>();
        for (RouteRef route : scope.ask(new Routes(namespace))) {
            for (Attachments.Binding binding : scope.ask(new Attachments(route)).bindings()) {
                byGateway
                        .computeIfAbsent(binding.gateway(), gateway -> new ArrayList<>())
                        .add(new Bound(route, binding));
            }
        }
        return byGateway;
    }

    /** Every route of a namespace, sorted. */
    record Routes(String namespace) implements Query<List<RouteRef>> {
        @Override
        public List<RouteRef> answer(Scope scope) {
            List<RouteRef> routes = new ArrayList<>();
            scope.ask(new ByNamespace.In<>(AIRoute.class, namespace))
                    .forEach(route -> routes.add(new RouteRef(RouteRef.Kind.AI_ROUTE, Identity.name(route))));
            scope.ask(new ByNamespace.In<>(HTTPRoute.class, namespace))
                    .forEach(route -> routes.add(new RouteRef(RouteRef.Kind.HTTP_ROUTE, Identity.name(route))));
            routes.sort(BY_ROUTE);
            return List.copyOf(routes);
        }
    }

    /** The routes on a Gateway. */
    record On(NamespacedName gateway) implements Query<List<Bound>> {
        @Override
        public List<Bound> answer(Scope scope) {
            List<Bound> bound = new ArrayList<>();
            for (String namespace : scope.ask(new Namespaces())) {
                bound.addAll(scope.ask(new Bindings(namespace)).getOrDefault(gateway, List.of()));
            }
            return List.copyOf(bound);
        }
    }

    /** The routes of a namespace that hang on a Gateway of ours, sorted. */
    record Attached(String namespace) implements Query<List<RouteRef>> {
        @Override
        public List<RouteRef> answer(Scope scope) {
            return scope.ask(new Bindings(namespace)).values().stream()
                    .flatMap(List::stream)
                    .map(Bound::route)
                    .distinct()
                    .sorted(BY_ROUTE)
                    .toList();
        }
    }
}
