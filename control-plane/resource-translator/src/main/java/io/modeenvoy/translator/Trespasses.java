package io.modeenvoy.translator;

import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.RequestMatch.PathMatch;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.policy.TenantPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Matches on one hostname that would take calls from an older route of another tenant, by being more exact. Where one of the two is a Tenant's, the younger one is
 * refused; between namespaces that no Tenant names the Gateway API's order stays, and the older one is told. Nobody is told whose the other one is.
 */
final class Trespasses {
    /** So many older matches of others are compared with one; where more could overlap it is taken for a trespass. */
    private static final int MOST_COMPARED = 1_024;

    /** So many of a tenant's own older matches are looked at that may have the calls already. */
    private static final int MOST_OWN = 8;

    private final Scope scope;
    private final Hostname hostname;
    private final Map<String, List<Claim>> byPath = new HashMap<>();
    private final List<Claim> byRegex = new ArrayList<>();
    private final List<Claim> standing = new ArrayList<>();
    private final Set<Claim> told = new HashSet<>();

    private Trespasses(Scope scope, Hostname hostname) {
        this.scope = scope;
        this.hostname = hostname;
    }

    /**
     * A match with whose it is.
     *
     * @param field where it is written
     */
    record Claim(Precedence place, String tenant, String field) {
        /** Where all AI calls enter: routes of several tenants share it. */
        private boolean isEntry() {
            return place.route() instanceof RouteIr.AiEntry;
        }
    }

    /** Those that stand. */
    static List<Precedence> settle(Scope scope, Hostname hostname, List<Claim> claims) {
        if (claims.stream().map(Claim::tenant).distinct().count() <= 1) {
            return claims.stream().map(Claim::place).toList();
        }
        Trespasses trespasses = new Trespasses(scope, hostname);
        claims.stream()
                .sorted(Comparator.comparing((Claim claim) -> claim.place().created())
                        .thenComparing(claim -> claim.place().name()))
                .forEach(trespasses::add);
        return trespasses.standing.stream().map(Claim::place).toList();
    }

    private void add(Claim claim) {
        List<Claim> near = near(claim).toList();
        List<Claim> foreign =
                near.stream().filter(older -> areRivals(older, claim)).toList();
        List<Claim> taken = foreign.size() > MOST_COMPARED ? foreign : taken(claim, near, foreign);
        if (taken.stream().anyMatch(older -> isStrict(older, claim))) {
            reporter(claim)
                    .refused(
                            claim.field(),
                            Reasons.CONFLICTED,
                            words(claim)
                                    + " (expected: what no older route of another tenant serves there; on hostnames"
                                    + " that a Tenant declares it meets no other tenant's)");
            return;
        }
        if (foreign.size() <= MOST_COMPARED && foreign.stream().anyMatch(older -> isHidden(claim, older))) {
            reporter(claim)
                    .warn(
                            claim.field(),
                            Reasons.CONFLICTED,
                            words(claim) + " (expected: what no older route of another tenant serves there; this never"
                                    + " gets a call)");
        }
        taken.stream().filter(told::add).forEach(this::warn);
        standing.add(claim);
        PathMatch path = claim.place().match().path();
        (path instanceof PathMatch.Regex
                        ? byRegex
                        : byPath.computeIfAbsent(Overlap.element(path), _ -> new ArrayList<>()))
                .add(claim);
    }

    /** Of others' matches those that lose calls to this one which its tenant has not already. */
    private static List<Claim> taken(Claim claim, List<Claim> near, List<Claim> foreign) {
        List<Claim> own = near.stream()
                .filter(each -> each.tenant().equals(claim.tenant())
                        && Overlap.isWithin(claim.place().match(), each.place().match()))
                .limit(MOST_OWN)
                .toList();
        return foreign.stream()
                .filter(older -> isTaken(older, claim)
                        && own.stream().noneMatch(each -> each.place().compareTo(older.place()) < 0))
                .toList();
    }

    /** What a match can take calls from. */
    private Stream<Claim> near(Claim claim) {
        PathMatch path = claim.place().match().path();
        return path instanceof PathMatch.Regex
                ? standing.stream()
                : Stream.concat(
                        byRegex.stream(),
                        Overlap.around(Overlap.element(path)).stream()
                                .flatMap(around -> byPath.getOrDefault(around, List.of()).stream()));
    }

    private static boolean isTaken(Claim older, Claim younger) {
        return younger.place().compareTo(older.place()) < 0
                && Overlap.of(older.place().match(), younger.place().match());
    }

    private static boolean isHidden(Claim younger, Claim older) {
        return older.place().compareTo(younger.place()) < 0
                && Overlap.isWithin(younger.place().match(), older.place().match());
    }

    private static boolean areRivals(Claim one, Claim other) {
        return !one.tenant().equals(other.tenant()) && !(one.isEntry() && other.isEntry());
    }

    private static boolean isStrict(Claim one, Claim other) {
        return !TenantPolicy.isNamespace(one.tenant()) || !TenantPolicy.isNamespace(other.tenant());
    }

    private void warn(Claim older) {
        reporter(older)
                .warn(
                        older.field(),
                        Reasons.CONFLICTED,
                        words(older)
                                + " (expected: a hostname that a Tenant declares; here a younger, more exact match of"
                                + " another tenant takes some of the calls)");
    }

    private Reporter reporter(Claim claim) {
        return new Reporter(scope, claim.place().route().origin());
    }

    private String words(Claim claim) {
        return claim.place().match().path().value() + " on " + hostname;
    }
}
