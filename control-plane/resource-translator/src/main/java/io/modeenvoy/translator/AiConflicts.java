package io.modeenvoy.translator;

import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.policy.RouteRef;
import io.modeenvoy.policy.TenantPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * AIRoutes on one hostname that select the same calls: the older one has them, the newer one is told. Of another tenant's route this holds also where the newer one is
 * more exact and one of the two is a Tenant's; the answer is what the newer ones lose by that. Between namespaces that no Tenant names the older one is told.
 */
record AiConflicts(String table, Hostname hostname)
        implements Query<PersistentMap<RouteRef, Set<AiMatches.Selection>>> {
    /** So many older selections of others are compared with one; where more could overlap it is refused. */
    private static final int MOST_COMPARED = 1_024;

    /** So many of a tenant's own older selections are looked at that may have the calls already. */
    private static final int MOST_OWN = 8;

    /** What a route selects. */
    private record Claim(RouteHead route, String tenant, AiMatches.Key key) {
        private AiMatches.Selection selection() {
            return key.selection();
        }

        private boolean isForeignTo(Claim other) {
            return !tenant.equals(other.tenant);
        }

        private boolean isStrictWith(Claim other) {
            return !TenantPolicy.isNamespace(tenant) || !TenantPolicy.isNamespace(other.tenant);
        }
    }

    /** What stands on the hostname, by model pattern, and which of it was told of a younger one. */
    private record Standing(Map<String, List<Claim>> byModel, Set<Claim> told) {
        void add(Claim claim) {
            byModel.computeIfAbsent(claim.selection().model(), model -> new ArrayList<>())
                    .add(claim);
        }

        /** What selects some of the same calls and is not more exact. */
        List<Claim> near(Claim claim) {
            return claim.selection()
                    .patterns()
                    .flatMap(model -> byModel.getOrDefault(model, List.of()).stream())
                    .toList();
        }
    }

    @Override
    public PersistentMap<RouteRef, Set<AiMatches.Selection>> answer(Scope scope) {
        PersistentMap<RouteRef, Set<AiMatches.Selection>> lost = PersistentMap.empty();
        Standing standing = new Standing(new HashMap<>(), new HashSet<>());
        for (RouteHead route : scope.ask(new Hosts.Heads(table, hostname))) {
            if (route.route().kind() != RouteRef.Kind.AI_ROUTE) {
                continue;
            }
            String tenant = scope.ask(new Tenants.Of(route.origin().namespace()));
            Set<AiMatches.Selection> gone = new HashSet<>();
            List<Claim> kept = new ArrayList<>();
            for (AiMatches.Key key :
                    scope.ask(new AiRoutes(route.route().name())).keys()) {
                Claim claim = new Claim(route, tenant, key);
                if (settle(scope, claim, standing)) {
                    kept.add(claim);
                } else {
                    gone.add(key.selection());
                }
            }
            kept.forEach(standing::add);
            lost = gone.isEmpty() ? lost : lost.plus(route.route(), Set.copyOf(gone));
        }
        return lost;
    }

    /** False if another tenant's older route keeps the calls. */
    private boolean settle(Scope scope, Claim claim, Standing standing) {
        Reporter reporter = new Reporter(scope, claim.route().origin());
        List<Claim> near = standing.near(claim);
        List<Claim> foreign = near.stream().filter(claim::isForeignTo).toList();
        List<Claim> taken = foreign.size() > MOST_COMPARED ? foreign : taken(claim, near, foreign);
        if (taken.stream().anyMatch(claim::isStrictWith)) {
            refuse(reporter, claim, "an older one of another tenant does");
            return false;
        }
        taken.stream().filter(standing.told()::add).forEach(each -> warn(scope, each));
        near.stream()
                .filter(each -> each.selection().equals(claim.selection()))
                .findFirst()
                .ifPresent(each -> refuse(
                        reporter,
                        claim,
                        each.isForeignTo(claim)
                                ? "an older one of another tenant does"
                                : each.route().origin() + " is older and does"));
        return true;
    }

    /** Of others' selections those that lose calls to this one which its tenant has not already. */
    private static List<Claim> taken(Claim claim, List<Claim> near, List<Claim> foreign) {
        List<AiMatches.Selection> own = near.stream()
                .filter(each -> !each.isForeignTo(claim) && claim.selection().isWithin(each.selection()))
                .map(Claim::selection)
                .limit(MOST_OWN)
                .toList();
        return foreign.stream()
                .filter(each -> claim.selection().takesFrom(each.selection())
                        && own.stream().noneMatch(mine -> mine.takesFrom(each.selection())))
                .toList();
    }

    private void refuse(Reporter reporter, Claim claim, String who) {
        reporter.refused(
                claim.key().field(),
                Reasons.CONFLICTED,
                claim.selection() + " (expected: what no other AIRoute on " + hostname + " selects; " + who + ")");
    }

    private void warn(Scope scope, Claim older) {
        new Reporter(scope, older.route().origin())
                .warn(
                        older.key().field(),
                        Reasons.CONFLICTED,
                        older.selection() + " (expected: a hostname that a Tenant declares; on " + hostname
                                + " a younger, more exact pattern of another tenant takes some of the calls)");
    }
}
