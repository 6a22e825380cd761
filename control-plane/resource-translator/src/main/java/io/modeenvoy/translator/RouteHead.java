package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.modeenvoy.crd.AIRoute;
import io.modeenvoy.crd.AIRouteSpec;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.RouteRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What every kind of route has: parents and hostnames. */
record RouteHead(RouteRef route, ObjectRef origin, String created, List<Parent> parents, List<String> hostnames) {
    RouteHead {
        parents = List.copyOf(parents);
        hostnames = List.copyOf(hostnames);
    }

    /** The head of a route; empty if there is none. */
    record Of(RouteRef route) implements Query<Optional<RouteHead>> {
        @Override
        public Optional<RouteHead> answer(Scope scope) {
            String namespace = route.name().namespace();
            String name = route.name().name();
            return switch (route.kind()) {
                case HTTP_ROUTE ->
                    Optional.ofNullable(scope.get(HTTPRoute.class, namespace, name))
                            .filter(found -> found.getSpec() != null)
                            .map(this::head);
                case GRPC_ROUTE ->
                    Optional.ofNullable(scope.get(GRPCRoute.class, namespace, name))
                            .filter(found -> found.getSpec() != null)
                            .map(this::head);
                case AI_ROUTE ->
                    Optional.ofNullable(scope.get(AIRoute.class, namespace, name))
                            .map(this::head);
            };
        }

        private RouteHead head(HTTPRoute found) {
            return head(found, found.getSpec().getParentRefs(), found.getSpec().getHostnames());
        }

        private RouteHead head(GRPCRoute found) {
            return head(found, found.getSpec().getParentRefs(), found.getSpec().getHostnames());
        }

        private RouteHead head(HasMetadata found, List<ParentReference> refs, List<String> hostnames) {
            return new RouteHead(
                    route, Identity.ref(found), Identity.created(found), Parent.listOf(found, refs), hostnames);
        }

        private RouteHead head(AIRoute found) {
            List<Parent> parents = new ArrayList<>();
            List<AIRouteSpec.ParentRef> refs = found.getSpec().parentRefs();
            for (int i = 0; i < refs.size(); i++) {
                AIRouteSpec.ParentRef ref = refs.get(i);
                parents.add(new Parent(
                        Parent.field(i),
                        ref.group(),
                        ref.kind(),
                        ref.namespace() == null ? route.name().namespace() : ref.namespace(),
                        ref.name(),
                        ref.sectionName(),
                        ref.port()));
            }
            List<String> hostnames = found.getSpec().hostnames();
            return new RouteHead(route, Identity.ref(found), Identity.created(found), parents, hostnames);
        }
    }
}
