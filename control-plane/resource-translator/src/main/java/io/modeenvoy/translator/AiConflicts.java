package io.modeenvoy.translator;

import io.modeenvoy.ir.Hostname;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Two AIRoutes on one hostname that select the same calls: the older one has them, the newer one is told. */
final class AiConflicts {
    private AiConflicts() {}

    static void report(Scope scope, Hostname hostname, List<RouteHead> oldestFirst) {
        Map<AiMatches.Selection, RouteHead> claims = new HashMap<>();
        for (RouteHead route : oldestFirst) {
            List<AiMatches.Key> keys =
                    scope.ask(new AiRoutes(route.route().name())).keys();
            keys.forEach(key -> report(scope, hostname, route, key, claims));
            keys.forEach(key -> claims.putIfAbsent(key.selection(), route));
        }
    }

    private static void report(
            Scope scope,
            Hostname hostname,
            RouteHead route,
            AiMatches.Key key,
            Map<AiMatches.Selection, RouteHead> claims) {
        RouteHead older = claims.get(key.selection());
        if (older != null) {
            new Reporter(scope, route.origin())
                    .refused(
                            key.field(),
                            Reasons.CONFLICTED,
                            key + " (expected: what no other AIRoute on " + hostname + " selects; " + older.origin()
                                    + " is older and does)");
        }
    }
}
