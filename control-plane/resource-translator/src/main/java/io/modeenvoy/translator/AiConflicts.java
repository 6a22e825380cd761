package io.modeenvoy.translator;

import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import io.modeenvoy.policy.TenantPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

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

    /**
     * What stands on the hostname.
     *
     * @param bySelection the oldest of each
     * @param byModel all of each model pattern
     * @param lengths of the patterns that end in a star, without it
     * @param told those that were told of a younger one
     */
    private record Standing(
            Map<AiMatches.Selection, Claim> bySelection,
            Map<String, List<Claim>> byModel,
            SortedSet<Integer> lengths,
            Set<Claim> told) {
        Standing() {
            this(new HashMap<>(), new HashMap<>(), new TreeSet<>(), new HashSet<>());
        }

        void add(Claim claim) {
            AiMatches.Selection selection = claim.selection();
            bySelection.putIfAbsent(selection, claim);
            byModel.computeIfAbsent(selection.model(), model -> new ArrayList<>())
                    .add(claim);
            if (selection.isOpen()) {
                lengths.add(selection.text().length());
            }
        }

        /** What selects some of the same calls and is not more exact. */
        List<Claim> near(AiMatches.Selection selection) {
            String text = selection.text();
            Stream<String> wider =
                    lengths.headSet(text.length() + 1).stream().map(length -> text.substring(0, length) + "*");
            return (selection.isOpen() ? wider : Stream.concat(wider, Stream.of(text)))
                    .flatMap(model -> byModel.getOrDefault(model, List.of()).stream())
                    .toList();
        }
    }

    @Override
    public PersistentMap<RouteRef, Set<AiMatches.Selection>> answer(Scope scope) {
        PersistentMap<RouteRef, Set<AiMatches.Selection>> lost = PersistentMap.empty();
        Map<RouteHead, String> tenants = tenants(scope);
        boolean shared = Set.copyOf(tenants.values()).size() > 1;
        Standing standing = new Standing();
        for (RouteHead route : tenants.keySet()) {
            Set<AiMatches.Selection> gone = new HashSet<>();
            List<Claim> kept = new ArrayList<>();
            for (AiMatches.Key key :
                    scope.ask(new AiRoutes(route.route().name())).keys()) {
                Claim claim = new Claim(route, tenants.get(route), key);
                if (shared && isLost(scope, claim, standing)) {
                    gone.add(key.selection());
                } else {
                    tellOfTwin(scope, claim, standing);
                    kept.add(claim);
                }
            }
            kept.forEach(standing::add);
            lost = gone.isEmpty() ? lost : lost.plus(route.route(), Set.copyOf(gone));
        }
        return lost;
    }

    /** The AIRoutes that calls to the hostname reach, oldest first, with whose they are. */
    private Map<RouteHead, String> tenants(Scope scope) {
        Map<RouteHead, String> tenants = new LinkedHashMap<>();
        Set<NamespacedName> entered = Hosts.entered(scope.ask(new Hosts.Standing(table, hostname)));
        for (RouteHead route : scope.ask(new Hosts.Heads(table, hostname))) {
            if (route.route().kind() == RouteRef.Kind.AI_ROUTE
                    && entered.contains(route.route().name())) {
                tenants.put(route, scope.ask(new Tenants.Of(route.origin().namespace())));
            }
        }
        return tenants;
    }

    /** Whether another tenant's older route keeps the calls. */
    private boolean isLost(Scope scope, Claim claim, Standing standing) {
        List<Claim> near = standing.near(claim.selection());
        List<Claim> foreign = near.stream().filter(claim::isForeignTo).toList();
        List<Claim> taken = foreign.size() > MOST_COMPARED ? foreign : taken(claim, near, foreign);
        if (taken.stream().anyMatch(claim::isStrictWith)) {
            refuse(scope, claim, "an older one of another tenant does");
            return true;
        }
        taken.stream().filter(standing.told()::add).forEach(each -> warn(scope, each));
        return false;
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

    private void tellOfTwin(Scope scope, Claim claim, Standing standing) {
        Claim older = standing.bySelection().get(claim.selection());
        if (older != null) {
            refuse(
                    scope,
                    claim,
                    older.isForeignTo(claim)
                            ? "an older one of another tenant does"
                            : older.route().origin() + " is older and does");
        }
    }

    private void refuse(Scope scope, Claim claim, String who) {
        new Reporter(scope, claim.route().origin())
                .refused(
                        claim.key().field(),
                        Reasons.CONFLICTED,
                        claim.selection() + " (expected: what no other AIRoute on " + hostname + " selects; " + who
                                + ")");
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
