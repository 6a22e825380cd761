package io.modeenvoy.translator;

import io.modeenvoy.incremental.Each;
import io.modeenvoy.incremental.Grouping;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.policy.RouteRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * HTTPRoutes and GRPCRoutes that meet on a hostname of a listener, which the Gateway API does not let stand: the older one wins. The answer has the losers, each with
 * one that won against it.
 */
record Rivals(Routes.Section listener) implements Query<PersistentMap<RouteRef, RouteRef>> {
    /** All routes of a kind on a listener. */
    private record Place(Routes.Section listener, RouteRef.Kind kind) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byListener = listener.compareTo(other.listener);
            return byListener != 0 ? byListener : kind.compareTo(other.kind);
        }
    }

    /** A route that wants hostnames. */
    private record Contender(RouteRef route, String created, String tenant, List<Hostname> hostnames) {
        boolean meets(Contender other, Scope scope) {
            return route.kind() != other.route.kind()
                    && hostnames.stream()
                            .anyMatch(mine -> other.hostnames.stream()
                                    .map(theirs -> Hostnames.intersect(mine, theirs))
                                    .filter(Objects::nonNull)
                                    .anyMatch(shared -> isForBoth(other, shared, scope)));
        }

        /** A hostname that a Tenant declares is not served by the wider routes of others. */
        private boolean isForBoth(Contender other, Hostname shared, Scope scope) {
            return tenant.equals(other.tenant)
                    || scope.ask(new Tenants.Owner(shared)).isEmpty();
        }
    }

    @Override
    public PersistentMap<RouteRef, RouteRef> answer(Scope scope) {
        PersistentMap<RouteRef, RouteRef> losers = PersistentMap.empty();
        PersistentMap<RouteRef, List<Hostname>> grpc =
                scope.at(new ByPlace(), new Place(listener, RouteRef.Kind.GRPC_ROUTE));
        if (grpc == null) {
            return losers;
        }
        PersistentMap<RouteRef, List<Hostname>> http =
                scope.at(new ByPlace(), new Place(listener, RouteRef.Kind.HTTP_ROUTE));
        if (http == null) {
            return losers;
        }
        List<Contender> standing = new ArrayList<>();
        List<Contender> oldestFirst = Stream.of(grpc, http)
                .flatMap(each -> each.entrySet().stream())
                .map(each -> contender(scope, each.getKey(), each.getValue()))
                .sorted(Comparator.comparing(Contender::created)
                        .thenComparing(each -> each.route().name())
                        .thenComparing(Contender::route))
                .toList();
        for (Contender next : oldestFirst) {
            Optional<Contender> winner =
                    standing.stream().filter(each -> next.meets(each, scope)).findFirst();
            if (winner.isPresent()) {
                losers = losers.plus(next.route(), winner.get().route());
            } else {
                standing.add(next);
            }
        }
        return losers;
    }

    private static Contender contender(Scope scope, RouteRef route, List<Hostname> hostnames) {
        String created =
                scope.ask(new RouteHead.Of(route)).map(RouteHead::created).orElse("");
        return new Contender(
                route, created, scope.ask(new Tenants.Of(route.name().namespace())), hostnames);
    }

    /** Who wants to be on which listener. */
    private record ByPlace() implements Grouping<Scope, RouteRef, List<Candidates.Candidacy>, Place, List<Hostname>> {
        @Override
        public Question<Scope, PersistentMap<RouteRef, List<Candidates.Candidacy>>> of() {
            return new EachRoute();
        }

        @Override
        public PersistentMap<Place, List<Hostname>> said(RouteRef route, List<Candidates.Candidacy> candidacies) {
            PersistentMap<Place, List<Hostname>> places = PersistentMap.empty();
            if (route.kind() != RouteRef.Kind.AI_ROUTE) {
                for (Candidates.Candidacy candidacy : candidacies) {
                    for (Candidates.Binding binding : candidacy.bindings()) {
                        Routes.Section section = new Routes.Section(binding.gateway(), binding.listener());
                        places = places.plus(new Place(section, route.kind()), binding.hostnames());
                    }
                }
            }
            return places;
        }
    }

    /** What each route wants. */
    private record EachRoute() implements Each<Scope, RouteRef, List<Candidates.Candidacy>> {
        @Override
        public Question<Scope, PersistentMap<RouteRef, Boolean>> members() {
            return Routes.ALL;
        }

        @Override
        public Question<Scope, List<Candidates.Candidacy>> about(RouteRef route) {
            return new Candidates(route);
        }
    }
}
