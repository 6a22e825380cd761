package io.modeenvoy.translator;

import io.modeenvoy.ir.RequestMatch;
import io.modeenvoy.ir.RequestMatch.PathMatch;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.policy.NamespacedName;
import java.util.Comparator;

/**
 * A route of a host with what decides its place: the Gateway API's order, then the age and name of the object it came from. Sorting by it is stable, so that
 * equal matches of one object stay as they are written.
 */
record Precedence(RouteIr route, Path path, RequestMatch match, String created, NamespacedName name)
        implements Comparable<Precedence> {
    private static final Comparator<Precedence> ORDER = Comparator.comparing(Precedence::path)
            .thenComparing(each -> each.match().method() == null)
            .thenComparing(each -> each.match().headers().size(), Comparator.reverseOrder())
            .thenComparing(each -> each.match().queryParams().size(), Comparator.reverseOrder())
            .thenComparing(Precedence::created)
            .thenComparing(Precedence::name);

    /** How much a path says; the lowest rank comes first, then the longest. */
    private record Path(int rank, int length, int rest) implements Comparable<Path> {
        private static final Comparator<Path> ORDER = Comparator.comparingInt(Path::rank)
                .thenComparing(Path::length, Comparator.reverseOrder())
                .thenComparing(Path::rest, Comparator.reverseOrder());

        @Override
        public int compareTo(Path other) {
            return ORDER.compare(this, other);
        }
    }

    static Precedence of(RouteIr route, RequestMatch match, RouteHead head) {
        String value = match.path().value();
        return of(route, new Path(rank(match.path()), value.length(), 0), match, head);
    }

    /** Of calls the service says more than the method, whatever the kind of match. */
    static Precedence ofGrpc(RouteIr.Http route, RouteHead head) {
        GrpcMatches.Weight weight = GrpcMatches.weight(route.match().path());
        int rank = weight.service() > 0 ? 0 : weight.method() > 0 ? 1 : 2;
        return of(route, new Path(rank, weight.service(), weight.method()), route.match(), head);
    }

    private static Precedence of(RouteIr route, Path path, RequestMatch match, RouteHead head) {
        return new Precedence(route, path, match, head.created(), head.route().name());
    }

    private static int rank(PathMatch path) {
        return switch (path) {
            case PathMatch.Exact exact -> 0;
            case PathMatch.Regex regex -> 1;
            case PathMatch.Prefix prefix -> 2;
        };
    }

    @Override
    public int compareTo(Precedence other) {
        return ORDER.compare(this, other);
    }
}
