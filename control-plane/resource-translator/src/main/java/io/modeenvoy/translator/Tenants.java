package io.modeenvoy.translator;

import io.modeenvoy.crd.Tenant;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.policy.TenantPolicy;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the Tenant objects claim: namespaces and hostnames, conflicts settled in favour of the oldest. */
record Tenants() implements Query<Tenants.Claims> {
    /**
     * Settled claims.
     *
     * @param namespaces tenant by namespace
     * @param hostnames tenant by declared hostname
     */
    record Claims(Map<String, String> namespaces, Map<Hostname, String> hostnames, Map<String, ZoneId> zones) {}

    @Override
    public Claims answer(Scope scope) {
        Claims claims = new Claims(new HashMap<>(), new HashMap<>(), new HashMap<>());
        scope.list(Tenant.class).stream().sorted(Identity.OLDEST_FIRST).forEach(tenant -> {
            Reporter reporter = new Reporter(scope, Identity.ref(tenant));
            ObjectQuery.attempt(reporter, () -> claim(claims, tenant, reporter), () -> claims);
        });
        return claims;
    }

    private static Claims claim(Claims claims, Tenant tenant, Reporter reporter) {
        String name = tenant.getMetadata().getName();
        claims.zones().put(name, zone(tenant, reporter));
        List<String> namespaces = tenant.getSpec().namespaces();
        for (int i = 0; i < namespaces.size(); i++) {
            claimNamespace(claims, name, namespaces.get(i), reporter, "spec.namespaces[" + i + "]");
        }
        List<String> hostnames = tenant.getSpec().hostnames();
        for (int i = 0; i < hostnames.size(); i++) {
            claimHostname(claims, name, hostnames.get(i), reporter, "spec.hostnames[" + i + "]");
        }
        return claims;
    }

    private static void claimNamespace(
            Claims claims, String tenant, String namespace, Reporter reporter, String field) {
        String owner = claims.namespaces().putIfAbsent(namespace, tenant);
        if (owner != null && !owner.equals(tenant)) {
            reporter.refused(field, Reasons.NAMESPACE_CONFLICT, taken(namespace, "namespace", owner));
        }
    }

    private static void claimHostname(Claims claims, String tenant, String text, Reporter reporter, String field) {
        Optional<Hostname> hostname = Hostnames.parse(text);
        if (hostname.isEmpty()) {
            reporter.refused(
                    field, Reasons.UNSUPPORTED_VALUE, text + " (expected: a hostname, for example *.example.com)");
            return;
        }
        String owner = claims.hostnames().putIfAbsent(hostname.get(), tenant);
        if (owner != null && !owner.equals(tenant)) {
            reporter.refused(field, Reasons.HOSTNAME_CONFLICT, taken(text, "hostname", owner));
        }
    }

    private static String taken(String value, String what, String owner) {
        return value + " (expected: a " + what + " that no other Tenant names; Tenant " + owner + " does)";
    }

    private static ZoneId zone(Tenant tenant, Reporter reporter) {
        String zone = tenant.getSpec().timeZone();
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            reporter.refused(
                    "spec.timeZone",
                    Reasons.UNSUPPORTED_VALUE,
                    zone + " (expected: a time zone, for example Europe/Berlin" + Zones.meant(zone)
                            + "; UTC is used meanwhile)");
            return ZoneOffset.UTC;
        }
    }

    /** The tenant of a namespace; one that no Tenant names is its own, whatever Tenant bears its name. */
    record Of(String namespace) implements Query<String> {
        @Override
        public String answer(Scope scope) {
            return scope.ask(new Tenants()).namespaces().getOrDefault(namespace, TenantPolicy.ofNamespace(namespace));
        }
    }

    /** The zone of a tenant's calendar windows. */
    record Zone(String tenant) implements Query<ZoneId> {
        @Override
        public ZoneId answer(Scope scope) {
            return scope.ask(new Tenants()).zones().getOrDefault(tenant, ZoneOffset.UTC);
        }
    }

    /** The hostnames a tenant declares, sorted. */
    record Declared(String tenant) implements Query<List<Hostname>> {
        @Override
        public List<Hostname> answer(Scope scope) {
            List<Hostname> declared = new ArrayList<>();
            scope.ask(new Tenants()).hostnames().forEach((hostname, owner) -> {
                if (owner.equals(tenant)) {
                    declared.add(hostname);
                }
            });
            return declared.stream().sorted().toList();
        }
    }

    /** The tenant whose declaration says most about a hostname: with a name that is declared, all below it is. */
    record Owner(Hostname hostname) implements Query<Optional<String>> {
        @Override
        public Optional<String> answer(Scope scope) {
            Map<Hostname, String> declared = scope.ask(new Tenants()).hostnames();
            return Stream.concat(
                            Stream.of(hostname, Hostnames.base(hostname)),
                            Hostnames.above(hostname).stream()
                                    .flatMap(wildcard -> Stream.of(wildcard, Hostnames.base(wildcard))))
                    .map(declared::get)
                    .filter(Objects::nonNull)
                    .findFirst();
        }
    }

    /** Whether a hostname neither is nor stands for one of another tenant. */
    record MayListen(String tenant, Hostname hostname) implements Query<Boolean> {
        @Override
        public Boolean answer(Scope scope) {
            return Stream.concat(
                            scope.ask(new Owner(hostname)).stream(),
                            scope.ask(new Tenants()).hostnames().entrySet().stream()
                                    .filter(declared -> Hostnames.covers(hostname, declared.getKey()))
                                    .map(Map.Entry::getValue))
                    .allMatch(tenant::equals);
        }
    }

    /** Every hostname that is some tenant's: those declared, and what is below each name. */
    record Owned() implements Query<PersistentMap<Hostname, Boolean>> {
        @Override
        public PersistentMap<Hostname, Boolean> answer(Scope scope) {
            PersistentMap<Hostname, Boolean> owned = PersistentMap.empty();
            for (Hostname hostname : scope.ask(new Tenants()).hostnames().keySet()) {
                owned = owned.plus(hostname, true);
                Optional<Hostname> below = hostname.isWildcard() ? Optional.empty() : Hostnames.below(hostname);
                owned = below.isEmpty() ? owned : owned.plus(below.get(), true);
            }
            return owned;
        }
    }

    /** Why a route of {@code namespace} may not use {@code hostname}, or null if it may. */
    static @Nullable String refusal(Scope scope, String namespace, Hostname hostname) {
        String tenant = scope.ask(new Of(namespace));
        Optional<String> owner = scope.ask(new Owner(hostname));
        if (owner.isPresent()) {
            return owner.get().equals(tenant)
                    ? null
                    : hostname + " (expected: a hostname of tenant " + tenant + "; this one is another tenant's)";
        }
        List<Hostname> declared = scope.ask(new Declared(tenant));
        return declared.isEmpty()
                ? null
                : hostname + " (expected: one of the hostnames of tenant " + tenant + ": "
                        + String.join(
                                ", ", declared.stream().map(Hostname::value).toList()) + ")";
    }
}
