package io.modeenvoy.proc.rule;

import io.modeenvoy.policy.AiEntryPolicy;
import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.policy.ProviderPolicy;
import io.modeenvoy.policy.SecretValue;
import io.modeenvoy.policy.wire.PolicyTypes;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** Where AI calls may go, at one moment. Immutable; a change costs what it changes. */
public record AiPolicies(
        PMap<String, AiEntryPolicy> entries,
        PMap<String, AiRoutePolicy> routes,
        PMap<String, ProviderPolicy> providers,
        PMap<String, SecretValue> secrets) {

    /** The collections it is made of; resources of others are ignored. */
    public static final Set<String> TYPE_URLS =
            Set.of(PolicyTypes.AI_ENTRY, PolicyTypes.AI_ROUTE, PolicyTypes.PROVIDER, PolicyTypes.SECRET);

    private static final AiPolicies EMPTY =
            new AiPolicies(HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty());

    /** No entry, no route. */
    public static AiPolicies empty() {
        return EMPTY;
    }

    /** With {@code upserts} added or replaced. */
    public AiPolicies with(Collection<? extends PolicyResource> upserts) {
        AiPolicies changed = this;
        for (PolicyResource resource : upserts) {
            changed = changed.with(resource);
        }
        return changed;
    }

    private AiPolicies with(PolicyResource resource) {
        String name = resource.resourceName();
        return switch (resource) {
            case AiEntryPolicy entry -> new AiPolicies(entries.plus(name, entry), routes, providers, secrets);
            case AiRoutePolicy route -> new AiPolicies(entries, routes.plus(name, route), providers, secrets);
            case ProviderPolicy provider -> new AiPolicies(entries, routes, providers.plus(name, provider), secrets);
            case SecretValue secret -> new AiPolicies(entries, routes, providers, secrets.plus(name, secret));
            default -> this; // the collections of access
        };
    }

    /** Without the named resources of one collection. */
    public AiPolicies without(String typeUrl, Collection<String> names) {
        if (typeUrl.equals(PolicyTypes.AI_ENTRY)) {
            return new AiPolicies(entries.minusAll(names), routes, providers, secrets);
        } else if (typeUrl.equals(PolicyTypes.AI_ROUTE)) {
            return new AiPolicies(entries, routes.minusAll(names), providers, secrets);
        } else if (typeUrl.equals(PolicyTypes.PROVIDER)) {
            return new AiPolicies(entries, routes, providers.minusAll(names), secrets);
        }
        return typeUrl.equals(PolicyTypes.SECRET)
                ? new AiPolicies(entries, routes, providers, secrets.minusAll(names))
                : this;
    }

    /** The provider of this name. */
    public Optional<ProviderPolicy> provider(NamespacedName name) {
        return Optional.ofNullable(providers.get(name.toString()));
    }
}
