package io.modeenvoy.translator;

import io.modeenvoy.ir.Hostname;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Two AIRoutes on one hostname that select the same calls: the older one has them, the newer one is told. */
final class AiConflicts {
    private AiConflicts() {}

    private record Claim(RouteHead route, AiMatches.Key key) {}

    static void report(Scope scope, Hostname hostname, List<RouteHead> oldestFirst) {
        List<Claim> claims = new ArrayList<>();
        for (RouteHead route : oldestFirst) {
            List<AiMatches.Key> keys =
                    scope.ask(new AiRoutes(route.route().name())).keys();
            keys.forEach(key -> report(scope, hostname, route, key, claims));
            keys.forEach(key -> claims.add(new Claim(route, key)));
        }
    }

    private static void report(Scope scope, Hostname hostname, RouteHead route, AiMatches.Key key, List<Claim> claims) {
        Optional<Claim> older =
                claims.stream().filter(claim -> claim.key().selectsAs(key)).findFirst();
        older.ifPresent(claim -> new Reporter(scope, route.origin())
                .refused(
                        key.field(),
                        Reasons.CONFLICTED,
                        key + " (expected: what no other AIRoute on " + hostname + " selects; "
                                + claim.route().origin() + " is older and does)"));
    }
}
