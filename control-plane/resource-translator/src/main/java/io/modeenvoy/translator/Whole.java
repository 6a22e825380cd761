package io.modeenvoy.translator;

import io.modeenvoy.crd.AIRoute;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.crd.SecurityPolicy;
import io.modeenvoy.incremental.Each;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.ir.GatewayIr;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.NamespacedName;
import java.util.ArrayList;
import java.util.List;

/** Everything a view means. */
record Whole() implements Query<Whole.Result> {
    /** Without what only a pass knows: diagnostics and memo. */
    record Result(
            Ir ir,
            PersistentMap<ObjectRef, List<RouteAttachment>> attachments,
            List<ListenerReport> listeners,
            List<ListenerSetReport> listenerSets,
            PersistentMap<ObjectName, List<ObjectRef>> ancestors) {}

    @Override
    public Result answer(Scope scope) {
        List<NamespacedName> gateways =
                scope.ask(new Gateways()).stream().sorted().toList();
        List<GatewayIr> nodes = gateways.stream()
                .map(gateway -> scope.ask(new GatewayPlans(gateway)))
                .toList();
        Ir ir = new Ir(
                nodes,
                scope.ask(new Upstreams.Clusters()),
                scope.ask(new Upstreams.Endpoints()),
                scope.ask(Upstreams.SECRETS),
                scope.ask(Policies.ALL));
        // The mistakes of what hangs nowhere are worth saying, too.
        scope.ask(new EachAiRoute());
        scope.ask(new EachAccess());
        scope.ask(new BackendTlsPolicies.EachPolicy());
        return new Result(
                ir,
                scope.ask(Routes.STATUSES),
                reports(scope, gateways),
                scope.ask(new ListenerSets.Reports()),
                scope.ask(new PolicyAncestors.OfEach()));
    }

    /** Every AIRoute. */
    private record EachAiRoute() implements Each<Scope, ObjectName, AiRoutes.Plan> {
        @Override
        public Question<Scope, PersistentMap<ObjectName, AIRoute>> members() {
            return new Objects<>(AIRoute.class);
        }

        @Override
        public Question<Scope, AiRoutes.Plan> about(ObjectName name) {
            return new AiRoutes(Identity.name(name));
        }
    }

    /** The SecurityPolicies of every namespace. */
    private record EachAccess() implements Each<Scope, String, HttpAccess.Policies> {
        @Override
        public Question<Scope, PersistentMap<String, PersistentMap<ObjectName, SecurityPolicy>>> members() {
            return new ByNamespace<>(SecurityPolicy.class);
        }

        @Override
        public Question<Scope, HttpAccess.Policies> about(String namespace) {
            return new HttpAccess.In(namespace);
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
            return scope.ask(new Listeners(gateway)).stream()
                    .map(listener -> report(scope, listener))
                    .toList();
        }

        private ListenerReport report(Scope scope, ListenerPlan listener) {
            Integer attached = scope.at(new Routes.Counts(), new Routes.Section(gateway, listener.id()));
            List<String> kinds =
                    listener.kinds().stream().sorted().map(RouteNodes::kind).toList();
            return new ListenerReport(
                    GatewayPlans.origin(gateway),
                    listener.owner(),
                    listener.section(),
                    kinds,
                    attached == null ? 0 : attached,
                    listener.usable());
        }
    }
}
