package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicy;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.LocalPolicyTargetReferenceWithSectionName;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.incremental.Each;
import io.modeenvoy.incremental.Grouping;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.List;
import java.util.TreeSet;

/** The Gateways of ours through which a BackendTLSPolicy is felt: those whose routes send to a Service it names, sorted. */
record PolicyAncestors(NamespacedName policy) implements Query<List<ObjectRef>> {
    @Override
    public List<ObjectRef> answer(Scope scope) {
        BackendTLSPolicy found = scope.get(BackendTLSPolicy.class, policy.namespace(), policy.name());
        TreeSet<NamespacedName> gateways = new TreeSet<>();
        if (found != null) {
            for (LocalPolicyTargetReferenceWithSectionName ref : BackendTlsPolicies.refs(found)) {
                BackendTlsPolicies.Target target = BackendTlsPolicies.target(policy.namespace(), ref);
                PersistentMap<RouteRef, List<NamespacedName>> users =
                        target == null ? null : scope.at(new ByService(), target.service());
                if (users != null) {
                    users.values().forEach(gateways::addAll);
                }
            }
        }
        return gateways.stream().map(GatewayPlans::origin).toList();
    }

    /** The ancestors of each policy. */
    record OfEach() implements Each<Scope, ObjectName, List<ObjectRef>> {
        @Override
        public Question<Scope, PersistentMap<ObjectName, BackendTLSPolicy>> members() {
            return new Objects<>(BackendTLSPolicy.class);
        }

        @Override
        public Question<Scope, List<ObjectRef>> about(ObjectName name) {
            return new PolicyAncestors(Identity.name(name));
        }
    }

    /** The Services that a route sends to, and the Gateways it hangs on. */
    private record Use(List<NamespacedName> services, List<NamespacedName> gateways) {}

    /** The Services that a route sends to. */
    private record UseOf(RouteRef route) implements Query<Use> {
        @Override
        public Use answer(Scope scope) {
            List<NamespacedName> services = switch (route.kind()) {
                case HTTP_ROUTE -> scope.ask(new HttpRoutes(route.name())).services();
                case GRPC_ROUTE -> scope.ask(new GrpcRoutes(route.name())).services();
                case AI_ROUTE -> List.of();
            };
            List<NamespacedName> gateways = scope.ask(new Attachments(route)).bindings().stream()
                    .map(Candidates.Binding::gateway)
                    .distinct()
                    .sorted()
                    .toList();
            return new Use(services, gateways);
        }
    }

    /** What each attached route uses. */
    private record EachUse() implements Each<Scope, RouteRef, Use> {
        @Override
        public Question<Scope, PersistentMap<RouteRef, Boolean>> members() {
            return new Routes.Attached();
        }

        @Override
        public Question<Scope, Use> about(RouteRef route) {
            return new UseOf(route);
        }
    }

    /** The routes that send to a Service, each with its Gateways. */
    private record ByService() implements Grouping<Scope, RouteRef, Use, NamespacedName, List<NamespacedName>> {
        @Override
        public Question<Scope, PersistentMap<RouteRef, Use>> of() {
            return new EachUse();
        }

        @Override
        public PersistentMap<NamespacedName, List<NamespacedName>> said(RouteRef route, Use use) {
            PersistentMap<NamespacedName, List<NamespacedName>> services = PersistentMap.empty();
            for (NamespacedName service : use.services()) {
                services = services.plus(service, use.gateways());
            }
            return services;
        }
    }
}
