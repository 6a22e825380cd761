package io.modeenvoy.access;

import io.modeenvoy.policy.Caller;
import io.modeenvoy.policy.ConsumerPolicy;
import io.modeenvoy.policy.KeyPolicy;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.policy.RouteAccess;
import io.modeenvoy.policy.RouteRef;
import io.modeenvoy.policy.wire.PolicyTypes;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that decides who may call, at one moment. Immutable: a change costs what it changes, and readers need no lock. */
public final class AccessSnapshot {
    /** The collections a snapshot is made of; resources of other collections are ignored. */
    public static final Set<String> TYPE_URLS = Set.of(
            PolicyTypes.TENANT,
            PolicyTypes.CONSUMER,
            PolicyTypes.KEY,
            PolicyTypes.ROUTE,
            PolicyTypes.BUDGET,
            PolicyTypes.SECRET);

    private static final AccessSnapshot EMPTY = new AccessSnapshot(Policies.empty());

    private final Policies policies;

    private AccessSnapshot(Policies policies) {
        this.policies = policies;
    }

    /** Nobody may call anything. */
    public static AccessSnapshot empty() {
        return EMPTY;
    }

    /** This snapshot with {@code upserts} added, or put in place of those of the same name. */
    public AccessSnapshot with(Collection<? extends PolicyResource> upserts) {
        Policies changed = policies;
        for (PolicyResource resource : upserts) {
            changed = changed.with(resource);
        }
        return new AccessSnapshot(changed);
    }

    /** This snapshot without the named resources of one collection. */
    public AccessSnapshot without(String typeUrl, Collection<String> resourceNames) {
        Policies changed = policies;
        for (String name : resourceNames) {
            changed = changed.without(typeUrl, name);
        }
        return new AccessSnapshot(changed);
    }

    /** The Gateways that have the route; only their proxies may ask about it. */
    public List<NamespacedName> gatewaysOf(RouteRef route) {
        RouteAccess access = policies.routes().get(route);
        return access == null ? List.of() : access.gateways();
    }

    /** The whole decision. */
    public Decision decide(Credentials credentials, RouteRef route, Instant now) {
        return authorize(authenticate(credentials, now), route);
    }

    /** Who calls; needs no route, so it can be asked before the route is known. */
    public Authentication authenticate(Credentials credentials, Instant now) {
        return switch (Presented.in(credentials)) {
            case Presented.None() -> new Authentication.Anonymous();
            case Presented.Several() -> new Authentication.Failed(Denials.SEVERAL);
            case Presented.OtherScheme() -> new Authentication.Failed(Denials.noKey("not_bearer"));
            case Presented.Claims(var claims) -> byClaims(claims);
            case Presented.Token(var text) -> byKey(text, credentials.clientAddress(), now);
        };
    }

    /** May the caller use the route? A route without rule is closed. */
    public Decision authorize(Authentication authentication, RouteRef route) {
        if (authentication instanceof Authentication.Failed(Denial denial)) {
            return new Decision.Deny(denial);
        }
        RouteAccess access = policies.routes().get(route);
        if (access == null) {
            return new Decision.Deny(Denials.unknownRoute());
        } else if (policies.suspended(access.tenant())) {
            return new Decision.Deny(Denials.routeSuspended());
        }
        return switch (authentication) {
            case Authentication.Failed(var denial) -> new Decision.Deny(denial);
            case Authentication.Known(var caller) -> known(caller, access);
            case Authentication.Anonymous() -> anonymous(access);
        };
    }

    private Decision anonymous(RouteAccess access) {
        return switch (access.mode()) {
            case ANYONE -> allow(new Caller(access.tenant(), null, null, null), access);
            case AUTHENTICATED, TENANT -> new Decision.Deny(Denials.MISSING);
        };
    }

    private Decision known(Caller caller, RouteAccess access) {
        return switch (access.mode()) {
            case ANYONE, AUTHENTICATED -> allow(caller, access);
            case TENANT ->
                caller.tenant().equals(access.tenant())
                        ? allow(caller, access)
                        : new Decision.Deny(Denials.notPermitted(caller.tenant()));
        };
    }

    private Decision allow(Caller caller, RouteAccess access) {
        return new Decision.Allow(caller, policies.budgets().applicable(caller, access.route()));
    }

    private Authentication byKey(String text, @Nullable String clientAddress, Instant now) {
        Optional<ApiKey> parsed = ApiKeys.parse(text);
        if (parsed.isEmpty()) {
            return text.startsWith(ApiKeys.PREFIX)
                    ? invalid("mistyped")
                    : new Authentication.Failed(Denials.noKey("not_our_key"));
        } else if (policies.peppers().live().isEmpty()) {
            return new Authentication.Failed(Denials.NO_PEPPER);
        }
        List<KeyEntry> entries = find(parsed.get());
        if (entries.isEmpty()) {
            return invalid("unknown");
        }
        return oneOwner(entries)
                ? byEntry(strictest(entries), parsed.get(), clientAddress, now)
                : invalid("several_owners");
    }

    /** Of several objects for one key a revoked one counts: a copy must not undo a revocation. */
    private static KeyEntry strictest(List<KeyEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.policy().revoked())
                .findFirst()
                .orElse(entries.getFirst());
    }

    private List<KeyEntry> find(ApiKey key) {
        for (HmacKey pepper : policies.peppers().live()) {
            List<KeyEntry> entries = policies.keys().withDigest(pepper.digest(key));
            if (!entries.isEmpty()) {
                return entries;
            }
        }
        return List.of();
    }

    private static boolean oneOwner(List<KeyEntry> entries) {
        return entries.size() == 1
                || entries.stream()
                                .map(entry -> entry.policy().consumer())
                                .distinct()
                                .count()
                        == 1;
    }

    private Authentication byEntry(KeyEntry entry, ApiKey key, @Nullable String clientAddress, Instant now) {
        String flaw = entry.flaw(key, now);
        KeyPolicy policy = entry.policy();
        ConsumerPolicy consumer = policies.consumer(policy.consumer());
        if (flaw != null) {
            return invalid(flaw);
        } else if (consumer == null) {
            return invalid("no_consumer");
        } else if (!entry.admits(clientAddress)) {
            return new Authentication.Failed(Denials.addressNotAllowed(clientAddress));
        }
        return active(consumer, new Caller(consumer.tenant(), consumer.name(), policy.name(), policy.keyId()));
    }

    private Authentication byClaims(Map<String, String> claims) {
        List<ConsumerPolicy> owners = policies.consumers().owners(claims);
        return switch (owners.size()) {
            case 0 -> invalid("no_consumer_of_claims");
            case 1 ->
                active(
                        owners.getFirst(),
                        new Caller(owners.getFirst().tenant(), owners.getFirst().name(), null, null));
            default -> invalid("several_consumers_of_claims");
        };
    }

    private Authentication active(ConsumerPolicy consumer, Caller caller) {
        if (consumer.suspended()) {
            return new Authentication.Failed(
                    Denials.consumerSuspended(consumer.name().toString()));
        }
        return policies.suspended(consumer.tenant())
                ? new Authentication.Failed(Denials.tenantSuspended(consumer.tenant()))
                : new Authentication.Known(caller);
    }

    private static Authentication invalid(String detail) {
        return new Authentication.Failed(Denials.invalid(detail));
    }
}
