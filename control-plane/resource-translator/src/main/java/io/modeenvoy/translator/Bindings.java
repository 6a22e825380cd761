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

/** Which routes hang on which Gateway. */
record Bindings() implements Query<Map<NamespacedName, List<Bindings.Bound>>> {
    static final Comparator<RouteRef> BY_ROUTE =
            Comparator.comparing(RouteRef::kind).thenComparing(RouteRef::name);

    /** A route on a listener. */
    record Bound(RouteRef route, Attachments.Binding binding) {}

    @Override
    public Map<NamespacedName, List<Bound>> answer(Scope scope) {
        Map<NamespacedName, List<Bound>> byGateway = new HashMap<>();
        for (RouteRef route : scope.ask(new AllRoutes())) {
            for (Attachments.Binding binding : scope.ask(new Attachments(route)).bindings()) {
                byGateway
                        .computeIfAbsent(binding.gateway(), gateway -> new ArrayList<>())
                        .add(new Bound(route, binding));
            }
        }
        return byGateway;
    }

    /** Every route there is, sorted. */
    record AllRoutes() implements Query<List<RouteRef>> {
        @Override
        public List<RouteRef> answer(Scope scope) {
            List<RouteRef> routes = new ArrayList<>();
            scope.list(AIRoute.class)
                    .forEach(route -> routes.add(new RouteRef(RouteRef.Kind.AI_ROUTE, Identity.name(route))));
            scope.list(HTTPRoute.class)
                    .forEach(route -> routes.add(new RouteRef(RouteRef.Kind.HTTP_ROUTE, Identity.name(route))));
            routes.sort(BY_ROUTE);
            return List.copyOf(routes);
        }
    }

    /** The routes on a Gateway. */
    record On(NamespacedName gateway) implements Query<List<Bound>> {
        @Override
        public List<Bound> answer(Scope scope) {
            return List.copyOf(scope.ask(new Bindings()).getOrDefault(gateway, List.of()));
        }
    }

    /** The routes that hang on a Gateway of ours, sorted. */
    record Attached() implements Query<List<RouteRef>> {
        @Override
        public List<RouteRef> answer(Scope scope) {
            return scope.ask(new Bindings()).values().stream()
                    .flatMap(List::stream)
                    .map(Bound::route)
                    .distinct()
                    .sorted(BY_ROUTE)
                    .toList();
        }
    }
}
