package io.modeenvoy.translator;

import io.modeenvoy.ir.Cors;
import io.modeenvoy.ir.Hostname;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What browsers may do on a hostname's entry of AI calls. They ask before any rule is chosen, so its AIRoutes share one answer: that of the oldest which has one. */
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
            if (first == null && own != null) {
                first = head;
                shared = own;
            } else if (first != null && own != null && !own.equals(shared)) {
                tell(scope, head, first, hostname);
            }
        }
        return shared;
    }

    private static void tell(Scope scope, RouteHead younger, RouteHead older, Hostname hostname) {
        String tenant = scope.ask(new Tenants.Of(younger.origin().namespace()));
        boolean own = tenant.equals(scope.ask(new Tenants.Of(older.origin().namespace())));
        new Reporter(scope, younger.origin())
                .refused(
                        "spec.cors",
                        Reasons.CONFLICTED,
                        "other than on " + hostname + " (expected: the same on all AIRoutes of a hostname; that of "
                                + (own ? older.origin() : "an older one of another tenant") + " counts)");
    }
}
