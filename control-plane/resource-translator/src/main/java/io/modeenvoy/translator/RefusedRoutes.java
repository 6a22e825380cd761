package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.TLSRoute;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.crd.TCPRoute;
import io.modeenvoy.crd.UDPRoute;
import io.modeenvoy.incremental.Each;
import io.modeenvoy.incremental.Merge;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.incremental.Union;
import io.modeenvoy.ir.ObjectRef;
import java.util.ArrayList;
import java.util.List;

/** Routes of kinds that nothing here serves: whoever hangs one on a Gateway of ours is told. */
final class RefusedRoutes {
    /** The material of their statuses. */
    static final Question<Scope, PersistentMap<ObjectRef, List<RouteAttachment>>> STATUSES = new Merge<>(
            List.of(new Statuses<>(TLSRoute.class), new Statuses<>(TCPRoute.class), new Statuses<>(UDPRoute.class)));

    private RefusedRoutes() {}

    /** Those of one kind. */
    private record Statuses<T extends HasMetadata>(Class<T> kind)
            implements Union<Scope, ObjectName, List<RouteAttachment>, ObjectRef, List<RouteAttachment>> {
        @Override
        public Question<Scope, PersistentMap<ObjectName, List<RouteAttachment>>> of() {
            return new EachOf<>(kind);
        }

        @Override
        public PersistentMap<ObjectRef, List<RouteAttachment>> said(ObjectName name, List<RouteAttachment> refusals) {
            return refusals.isEmpty()
                    ? PersistentMap.empty()
                    : PersistentMap.of(refusals.getFirst().route(), refusals);
        }
    }

    /** Each of one kind. */
    private record EachOf<T extends HasMetadata>(Class<T> kind)
            implements Each<Scope, ObjectName, List<RouteAttachment>> {
        @Override
        public Question<Scope, PersistentMap<ObjectName, T>> members() {
            return new Objects<>(kind);
        }

        @Override
        public Question<Scope, List<RouteAttachment>> about(ObjectName name) {
            return new Refusal<>(kind, name);
        }
    }

    /** The refusals of one route, one for each parent of ours. */
    private record Refusal<T extends HasMetadata>(Class<T> kind, ObjectName name)
            implements Query<List<RouteAttachment>> {
        @Override
        public List<RouteAttachment> answer(Scope scope) {
            T route = scope.get(kind, name.namespace(), name.name());
            if (route == null) {
                return List.of();
            }
            Reporter reporter = new Reporter(scope, Identity.ref(route));
            List<RouteAttachment> refusals = new ArrayList<>();
            for (Parent parent : Parent.listOf(route, parents(route))) {
                switch (scope.ask(new Parents(parent.group(), parent.ref()))) {
                    case Parents.Found.Missing(var message) ->
                        reporter.refused(parent.field() + ".name", Reasons.NO_MATCHING_PARENT, message);
                    case Parents.Found.Ours ours -> refusals.add(refusal(reporter, parent, route.getKind()));
                    case Parents.Found.Closed closed -> refusals.add(refusal(reporter, parent, route.getKind()));
                    case Parents.Found.Foreign foreign -> {}
                }
            }
            return refusals.stream().sorted().toList();
        }

        private static RouteAttachment refusal(Reporter reporter, Parent parent, String kind) {
            String message =
                    kind + " (expected: HTTPRoute, GRPCRoute or AIRoute; no listener here takes " + kind + "s)";
            reporter.refused(parent.field(), Reasons.NOT_ALLOWED_BY_LISTENERS, message);
            return RouteAttachment.refused(reporter.object(), parent, Reasons.NOT_ALLOWED_BY_LISTENERS, message);
        }

        private static List<ParentReference> parents(HasMetadata route) {
            return switch (route) {
                case TLSRoute tls when tls.getSpec() != null -> tls.getSpec().getParentRefs();
                case TCPRoute tcp when tcp.getSpec() != null -> tcp.getSpec().getParentRefs();
                case UDPRoute udp when udp.getSpec() != null -> udp.getSpec().getParentRefs();
                default -> List.of();
            };
        }
    }
}
