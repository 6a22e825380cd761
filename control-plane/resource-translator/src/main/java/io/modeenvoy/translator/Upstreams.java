package io.modeenvoy.translator;

import io.modeenvoy.incremental.Each;
import io.modeenvoy.incremental.Merge;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.incremental.Union;
import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.List;

/** What attached routes send to, and the secrets of our listeners and upstreams; each once, by name. */
final class Upstreams {
    /** The secrets of our listeners, and those of what routes send to. */
    static final Question<Scope, PersistentMap<String, TlsSecretIr>> SECRETS =
            new Merge<>(List.of(new OfListeners(), new OfRoutes()));

    private Upstreams() {}

    /** What one route sends to. */
    record Of(RouteRef route) implements Query<Of.Plan> {
        /** By name. */
        record Plan(
                PersistentMap<String, ClusterIr> clusters,
                PersistentMap<String, EndpointsIr> endpoints,
                PersistentMap<String, TlsSecretIr> secrets) {
            private static final Plan NOTHING =
                    new Plan(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

            Plan with(List<ClusterIr> moreClusters, List<EndpointsIr> moreEndpoints, List<TlsSecretIr> moreSecrets) {
                PersistentMap<String, ClusterIr> allClusters = clusters;
                for (ClusterIr each : moreClusters) {
                    allClusters = allClusters.plus(each.name(), each);
                }
                PersistentMap<String, EndpointsIr> allEndpoints = endpoints;
                for (EndpointsIr each : moreEndpoints) {
                    allEndpoints = allEndpoints.plus(each.name(), each);
                }
                PersistentMap<String, TlsSecretIr> allSecrets = secrets;
                for (TlsSecretIr each : moreSecrets) {
                    allSecrets = allSecrets.plus(each.name(), each);
                }
                return new Plan(allClusters, allEndpoints, allSecrets);
            }
        }

        @Override
        public Plan answer(Scope scope) {
            return switch (route.kind()) {
                case HTTP_ROUTE -> of(scope.ask(new HttpRoutes(route.name())));
                case GRPC_ROUTE -> of(scope.ask(new GrpcRoutes(route.name())));
                case AI_ROUTE -> {
                    Plan plan = Plan.NOTHING;
                    for (AiRulePlan rule : scope.ask(new AiRoutes(route.name())).rules()) {
                        plan = plan.with(rule.clusters(), rule.endpoints(), rule.secrets());
                    }
                    yield plan;
                }
            };
        }

        private static Plan of(RouteRules.Plan plan) {
            return Plan.NOTHING.with(plan.clusters(), plan.endpoints(), plan.secrets());
        }
    }

    /** What each attached route sends to. */
    private record EachRoute() implements Each<Scope, RouteRef, Of.Plan> {
        @Override
        public Question<Scope, PersistentMap<RouteRef, Boolean>> members() {
            return new Routes.Attached();
        }

        @Override
        public Question<Scope, Of.Plan> about(RouteRef route) {
            return new Of(route);
        }
    }

    /** The clusters of all routes. */
    record Clusters() implements Union<Scope, RouteRef, Of.Plan, String, ClusterIr> {
        @Override
        public Question<Scope, PersistentMap<RouteRef, Of.Plan>> of() {
            return new EachRoute();
        }

        @Override
        public PersistentMap<String, ClusterIr> said(RouteRef route, Of.Plan plan) {
            return plan.clusters();
        }
    }

    /** The endpoints of all routes. */
    record Endpoints() implements Union<Scope, RouteRef, Of.Plan, String, EndpointsIr> {
        @Override
        public Question<Scope, PersistentMap<RouteRef, Of.Plan>> of() {
            return new EachRoute();
        }

        @Override
        public PersistentMap<String, EndpointsIr> said(RouteRef route, Of.Plan plan) {
            return plan.endpoints();
        }
    }

    /** The secrets of all routes. */
    private record OfRoutes() implements Union<Scope, RouteRef, Of.Plan, String, TlsSecretIr> {
        @Override
        public Question<Scope, PersistentMap<RouteRef, Of.Plan>> of() {
            return new EachRoute();
        }

        @Override
        public PersistentMap<String, TlsSecretIr> said(RouteRef route, Of.Plan plan) {
            return plan.secrets();
        }
    }

    /** The certificates of all listeners. */
    private record OfListeners() implements Query<PersistentMap<String, TlsSecretIr>> {
        @Override
        public PersistentMap<String, TlsSecretIr> answer(Scope scope) {
            PersistentMap<String, TlsSecretIr> secrets = PersistentMap.empty();
            for (NamespacedName gateway : scope.ask(new Gateways())) {
                for (ListenerPlan listener : scope.ask(new Listeners(gateway))) {
                    for (TlsSecretIr.Certificate each :
                            listener.usable() ? listener.certificates() : List.<TlsSecretIr.Certificate>of()) {
                        secrets = secrets.plus(each.name(), each);
                    }
                }
            }
            return secrets;
        }
    }
}
