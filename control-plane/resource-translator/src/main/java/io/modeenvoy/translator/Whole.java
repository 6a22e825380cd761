package io.modeenvoy.translator;

import io.modeenvoy.crd.AIRoute;
import io.modeenvoy.ir.GatewayIr;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.policy.NamespacedName;
import java.util.ArrayList;
import java.util.List;

/** Everything a view means. */
record Whole() implements Query<Whole.Result> {
    /** Without what only a pass knows: diagnostics and memo. */
    record Result(Ir ir, List<RouteAttachment> attachments, List<ListenerReport> listeners) {}

    @Override
    public Result answer(Scope scope) {
        List<NamespacedName> gateways =
                scope.ask(new Gateways()).stream().sorted().toList();
        List<GatewayIr> nodes = gateways.stream()
                .map(gateway -> scope.ask(new GatewayPlans(gateway)))
                .toList();
        Upstreams.Plan upstreams = scope.ask(new Upstreams());
        Ir ir = new Ir(
                nodes, upstreams.clusters(), upstreams.endpoints(), upstreams.secrets(), scope.ask(new Policies()));
        askTheUnattached(scope);
        return new Result(ir, scope.ask(new AllAttachments()), reports(scope, gateways));
    }

    /** Their mistakes are worth saying, too. */
    private static void askTheUnattached(Scope scope) {
        scope.ask(new Namespaces()).forEach(namespace -> {
            scope.ask(new UnattachedIn(namespace));
            scope.ask(new HttpAccess.In(namespace));
        });
    }

    /** The parents of all routes, sorted. */
    private record AllAttachments() implements Query<List<RouteAttachment>> {
        @Override
        public List<RouteAttachment> answer(Scope scope) {
            List<RouteAttachment> attachments = new ArrayList<>();
            scope.ask(new Namespaces())
                    .forEach(namespace -> attachments.addAll(scope.ask(new AttachmentsIn(namespace))));
            return attachments.stream().sorted().toList();
        }
    }

    /** How many AIRoutes of a namespace have been looked at. */
    private record UnattachedIn(String namespace) implements Query<Integer> {
        @Override
        public Integer answer(Scope scope) {
            List<AIRoute> routes = scope.ask(new ByNamespace.In<>(AIRoute.class, namespace));
            routes.forEach(route -> scope.ask(new AiRoutes(Identity.name(route))));
            return routes.size();
        }
    }

    /** The parents of a namespace's routes, sorted. */
    private record AttachmentsIn(String namespace) implements Query<List<RouteAttachment>> {
        @Override
        public List<RouteAttachment> answer(Scope scope) {
            return scope.ask(new Bindings.Routes(namespace)).stream()
                    .flatMap(route -> scope.ask(new Attachments(route)).attachments().stream())
                    .sorted()
                    .toList();
        }
    }

    private static List<ListenerReport> reports(Scope scope, List<NamespacedName> gateways) {
        List<ListenerReport> reports = new ArrayList<>();
        gateways.forEach(gateway -> reports.addAll(scope.ask(new Reports(gateway))));
        return List.copyOf(reports);
    }

    /** The listeners of a Gateway for its status. */
    private record Reports(NamespacedName gateway) implements Query<List<ListenerReport>> {
        @Override
        public List<ListenerReport> answer(Scope scope) {
            List<Bindings.Bound> bound = scope.ask(new Bindings.On(gateway));
            return scope.ask(new Listeners(gateway)).stream()
                    .map(listener -> report(listener, bound))
                    .toList();
        }

        private ListenerReport report(ListenerPlan listener, List<Bindings.Bound> bound) {
            long attached = bound.stream()
                    .filter(each -> each.binding().section().equals(listener.section()))
                    .map(Bindings.Bound::route)
                    .distinct()
                    .count();
            List<String> kinds =
                    listener.kinds().stream().sorted().map(RouteNodes::kind).toList();
            return new ListenerReport(
                    GatewayPlans.origin(gateway), listener.section(), kinds, (int) attached, listener.usable());
        }
    }
}
