package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.modeenvoy.crd.AIRoute;
import io.modeenvoy.crd.AIRouteSpec;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.RouteRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
                case AI_ROUTE ->
                    Optional.ofNullable(scope.get(AIRoute.class, namespace, name))
                            .map(this::head);
            };
        }

        private RouteHead head(HTTPRoute found) {
            List<Parent> parents = new ArrayList<>();
            List<ParentReference> refs = found.getSpec().getParentRefs();
            for (int i = 0; i < refs.size(); i++) {
                ParentReference ref = refs.get(i);
                parents.add(new Parent(
                        field(i),
                        or(ref.getGroup(), Groups.GATEWAY_API),
                        or(ref.getKind(), "Gateway"),
                        or(ref.getNamespace(), route.name().namespace()),
                        or(ref.getName(), ""),
                        ref.getSectionName(),
                        ref.getPort()));
            }
            List<String> hostnames = found.getSpec().getHostnames();
            return new RouteHead(route, Identity.ref(found), Identity.created(found), parents, hostnames);
        }

        private RouteHead head(AIRoute found) {
            List<Parent> parents = new ArrayList<>();
            List<AIRouteSpec.ParentRef> refs = found.getSpec().parentRefs();
            for (int i = 0; i < refs.size(); i++) {
                AIRouteSpec.ParentRef ref = refs.get(i);
                parents.add(new Parent(
                        field(i),
                        ref.group(),
                        ref.kind(),
                        or(ref.namespace(), route.name().namespace()),
                        ref.name(),
                        ref.sectionName(),
                        ref.port()));
            }
            List<String> hostnames = found.getSpec().hostnames();
            return new RouteHead(route, Identity.ref(found), Identity.created(found), parents, hostnames);
        }

        private static String field(int index) {
            return "spec.parentRefs[" + index + "]";
        }

        private static String or(@Nullable String written, String absent) {
            return written == null ? absent : written;
        }
    }
}
