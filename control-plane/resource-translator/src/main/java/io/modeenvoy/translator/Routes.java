package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.modeenvoy.crd.AIRoute;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.incremental.Each;
import io.modeenvoy.incremental.Fold;
import io.modeenvoy.incremental.Grouping;
import io.modeenvoy.incremental.Merge;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.incremental.Union;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is summed up over all routes. */
final class Routes {
    static final Question<Scope, PersistentMap<RouteRef, Boolean>> ALL = new Merge<>(List.of(
            new OfKind<>(RouteRef.Kind.AI_ROUTE, AIRoute.class),
            new OfKind<>(RouteRef.Kind.HTTP_ROUTE, HTTPRoute.class),
            new OfKind<>(RouteRef.Kind.GRPC_ROUTE, GRPCRoute.class)));

    /** The material of the status of every route, also of those we refuse. */
    static final Question<Scope, PersistentMap<ObjectRef, List<RouteAttachment>>> STATUSES =
            new Merge<>(List.of(new Statuses(), RefusedRoutes.STATUSES));

    private Routes() {}

    /** Every route of a kind. */
    private record OfKind<T extends HasMetadata>(RouteRef.Kind kind, Class<T> type)
            implements Union<Scope, ObjectName, T, RouteRef, Boolean> {
        @Override
        public Question<Scope, PersistentMap<ObjectName, T>> of() {
            return new Objects<>(type);
        }

        @Override
        public PersistentMap<RouteRef, Boolean> said(ObjectName name, T object) {
            return PersistentMap.of(new RouteRef(kind, Identity.name(name)), true);
        }
    }

    /** What became of the parents of each route. */
    private record Parents() implements Each<Scope, RouteRef, Attachments.Result> {
        @Override
        public Question<Scope, PersistentMap<RouteRef, Boolean>> members() {
            return ALL;
        }

        @Override
        public Question<Scope, Attachments.Result> about(RouteRef route) {
            return new Attachments(route);
        }
    }

    /** The routes that hang on a Gateway of ours. */
    record Attached() implements Union<Scope, RouteRef, Attachments.Result, RouteRef, Boolean> {
        @Override
        public Question<Scope, PersistentMap<RouteRef, Attachments.Result>> of() {
            return new Parents();
        }

        @Override
        public PersistentMap<RouteRef, Boolean> said(RouteRef route, Attachments.Result result) {
            return result.bindings().isEmpty() ? PersistentMap.empty() : PersistentMap.of(route, true);
        }
    }

    /** The routes that hang on a Gateway of ours, by namespace. */
    private record AttachedByNamespace() implements Grouping<Scope, RouteRef, Boolean, String, Boolean> {
        @Override
        public Question<Scope, PersistentMap<RouteRef, Boolean>> of() {
            return new Attached();
        }

        @Override
        public PersistentMap<String, Boolean> said(RouteRef route, Boolean attached) {
            return PersistentMap.of(route.name().namespace(), attached);
        }
    }

    /** The namespaces with a route that hangs on a Gateway of ours, sorted. */
    record AttachedNamespaces() implements Query<List<String>> {
        @Override
        public List<String> answer(Scope scope) {
            return List.copyOf(scope.ask(new AttachedByNamespace()).keySet());
        }
    }

    /** The material of each route's status, sorted. */
    private record Statuses() implements Union<Scope, RouteRef, Attachments.Result, ObjectRef, List<RouteAttachment>> {
        @Override
        public Question<Scope, PersistentMap<RouteRef, Attachments.Result>> of() {
            return new Parents();
        }

        @Override
        public PersistentMap<ObjectRef, List<RouteAttachment>> said(RouteRef route, Attachments.Result result) {
            return result.attachments().isEmpty()
                    ? PersistentMap.empty()
                    : PersistentMap.of(
                            result.attachments().getFirst().route(),
                            result.attachments().stream().sorted().toList());
        }
    }

    /** A listener of a Gateway, by its id. */
    record Section(NamespacedName gateway, String name) implements Comparable<Section> {
        @Override
        public int compareTo(Section other) {
            int byGateway = gateway.compareTo(other.gateway);
            return byGateway != 0 ? byGateway : name.compareTo(other.name);
        }
    }

    /** How many routes hang on each listener. */
    record Counts()
            implements Fold<
                    Scope,
                    RouteRef,
                    Attachments.Result,
                    PersistentMap<Section, Integer>,
                    PersistentMap<Section, Integer>> {
        @Override
        public Question<Scope, PersistentMap<RouteRef, Attachments.Result>> of() {
            return new Parents();
        }

        @Override
        public PersistentMap<Section, Integer> nothing() {
            return PersistentMap.empty();
        }

        @Override
        public PersistentMap<Section, Integer> after(
                PersistentMap<Section, Integer> counts,
                RouteRef route,
                Attachments.@Nullable Result was,
                Attachments.@Nullable Result is) {
            PersistentMap<Section, Integer> next = counts;
            for (Section section : sections(was)) {
                next = add(next, section, -1);
            }
            for (Section section : sections(is)) {
                next = add(next, section, 1);
            }
            return next;
        }

        private static Set<Section> sections(Attachments.@Nullable Result result) {
            Set<Section> sections = new LinkedHashSet<>();
            if (result != null) {
                result.bindings().forEach(each -> sections.add(new Section(each.gateway(), each.listener())));
            }
            return sections;
        }

        private static PersistentMap<Section, Integer> add(
                PersistentMap<Section, Integer> counts, Section section, int one) {
            Integer before = counts.find(section);
            int now = (before == null ? 0 : before) + one;
            return counts.with(section, now == 0 ? null : now);
        }

        @Override
        public PersistentMap<Section, Integer> answer(PersistentMap<Section, Integer> counts) {
            return counts;
        }
    }
}
