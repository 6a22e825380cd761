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
record Precedence(RouteIr route, RequestMatch match, String created, NamespacedName name)
        implements Comparable<Precedence> {
    private static final Comparator<Precedence> ORDER = Comparator.comparingInt(
                    (Precedence each) -> rank(each.match().path()))
            .thenComparing(each -> each.match().path().value().length(), Comparator.reverseOrder())
            .thenComparing(each -> each.match().method() == null)
            .thenComparing(each -> each.match().headers().size(), Comparator.reverseOrder())
            .thenComparing(each -> each.match().queryParams().size(), Comparator.reverseOrder())
            .thenComparing(Precedence::created)
            .thenComparing(Precedence::name);

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
