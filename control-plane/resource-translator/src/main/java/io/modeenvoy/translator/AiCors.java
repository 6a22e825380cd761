package io.modeenvoy.translator;

import io.modeenvoy.ir.Cors;
import io.modeenvoy.ir.Hostname;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What browsers may do on a hostname's entry of AI calls. They ask before any rule is chosen, so its AIRoutes share one answer: that
 * of the oldest which has one. The hostname is the tenant's that has the oldest route: another tenant's route lets no web page in.
 */
final class AiCors {
    private AiCors() {}

    /**
     * Null = nothing is said.
     *
     * @param routes those that are entered there, the oldest first
     */
    static @Nullable Cors of(Scope scope, List<RouteHead> routes, Hostname hostname) {
        RouteHead first = null;
        Cors shared = null;
        for (RouteHead head : routes) {
            Cors own = scope.ask(new AiRoutes(head.route().name())).cors();
            boolean counts = own != null && first == null && isOfOne(scope, head, routes.getFirst());
            if (counts) {
                first = head;
                shared = own;
            } else if (own != null && !own.equals(shared)) {
                tell(scope, head, first == null ? routes.getFirst() : first, hostname);
            }
        }
        return shared;
    }

    private static boolean isOfOne(Scope scope, RouteHead one, RouteHead other) {
        return scope.ask(new Tenants.Of(one.origin().namespace()))
                .equals(scope.ask(new Tenants.Of(other.origin().namespace())));
    }

    private static void tell(Scope scope, RouteHead younger, RouteHead older, Hostname hostname) {
        boolean own = isOfOne(scope, younger, older);
        new Reporter(scope, younger.origin())
                .refused(
                        "spec.cors",
                        Reasons.CONFLICTED,
                        "other than on " + hostname + " (expected: the same on all AIRoutes of a hostname; that of "
                                + (own ? older.origin() : "an older one of another tenant") + " counts)");
    }
}
