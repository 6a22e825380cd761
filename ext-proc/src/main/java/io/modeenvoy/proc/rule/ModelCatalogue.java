package io.modeenvoy.proc.rule;

import io.modeenvoy.policy.AiEntryPolicy;
import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.AiRoutePolicy.Backend;
import io.modeenvoy.policy.AiRoutePolicy.Match;
import io.modeenvoy.policy.AiRoutePolicy.Rule;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.ProviderPolicy.Model;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The models that can be asked for by name, with the namespace they come from. */
public final class ModelCatalogue {
    private static final Match EVERYTHING = new Match(List.of(), Map.of());

    private final AiPolicies policies;
    private final HeaderLookup headers;
    private final SortedMap<String, String> models = new TreeMap<>();

    private ModelCatalogue(AiPolicies policies, HeaderLookup headers) {
        this.policies = policies;
        this.headers = headers;
    }

    /** Models of the entry's routes that {@code open} admits: exact names, and the providers' models that prefixes and {@code *} let through. */
    public static SortedMap<String, String> models(
            AiEntryPolicy entry, AiPolicies policies, HeaderLookup headers, Predicate<NamespacedName> open) {
        ModelCatalogue catalogue = new ModelCatalogue(policies, headers);
        for (NamespacedName name : entry.routes()) {
            AiRoutePolicy route = policies.routes().get(name.toString());
            if (route != null && open.test(name)) {
                route.rules().forEach(rule -> catalogue.add(name.namespace(), rule));
            }
        }
        return catalogue.models;
    }

    private void add(String owner, Rule rule) {
        List<Match> matches = rule.matches().isEmpty() ? List.of(EVERYTHING) : rule.matches();
        for (Match match : matches) {
            if (RuleChoice.headersMatch(match, headers)) {
                names(match, rule).forEach(model -> models.putIfAbsent(model, owner));
            }
        }
    }

    private Stream<String> names(Match match, Rule rule) {
        List<String> patterns = match.models().isEmpty() ? List.of("*") : match.models();
        return patterns.stream()
                .flatMap(pattern -> pattern.endsWith("*")
                        ? served(rule).filter(model -> model.startsWith(RuleChoice.prefix(pattern)))
                        : Stream.of(pattern));
    }

    private Stream<String> served(Rule rule) {
        return rule.backends().stream().flatMap(this::served);
    }

    private Stream<String> served(Backend backend) {
        return backend.model() != null
                ? Stream.of(backend.model())
                : policies.provider(backend.provider()).stream()
                        .flatMap(provider -> provider.models().stream())
                        .map(Model::name);
    }
}
