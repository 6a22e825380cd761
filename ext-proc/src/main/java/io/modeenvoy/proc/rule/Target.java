package io.modeenvoy.proc.rule;

import io.modeenvoy.policy.AiRoutePolicy.Backend;
import io.modeenvoy.policy.AiRoutePolicy.Rule;
import io.modeenvoy.policy.ProviderPolicy;
import io.modeenvoy.policy.ProviderPolicy.Model;
import io.modeenvoy.policy.ProviderProfile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A backend that may serve a call.
 *
 * @param modelName the model to ask the provider for
 * @param model what is known of it; null = nothing
 * @param named whether an operator has written the model's name, in the rule, its backend or the provider's list; else only the client has
 */
public record Target(
        Backend backend,
        ProviderPolicy provider,
        String modelName,
        @Nullable Model model,
        boolean named) {
    /** Of a rule that names no model. */
    public Target(Backend backend, ProviderPolicy provider, String modelName, @Nullable Model model) {
        this(backend, provider, modelName, model, model != null || backend.model() != null);
    }

    /** The rule's backends whose provider is known, for a call that asks for {@code asked}. */
    public static List<Target> of(Rule rule, String asked, AiPolicies policies) {
        return rule.backends().stream()
                .flatMap(backend -> policies.provider(backend.provider()).stream()
                        .map(provider -> of(rule, backend, provider, asked)))
                .toList();
    }

    private static Target of(Rule rule, Backend backend, ProviderPolicy provider, String asked) {
        String name = backend.model() == null ? asked : backend.model();
        Model model = provider.models().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElse(null);
        Target target = new Target(backend, provider, name, model);
        boolean written =
                rule.matches().stream().anyMatch(match -> match.models().contains(name));
        return new Target(backend, provider, name, model, target.named() || written);
    }

    /** Most output tokens of one answer; 0 = unknown. */
    public long maxOutputTokens() {
        return model == null ? 0 : model.maxOutputTokens();
    }

    /** Most input tokens; 0 = unknown. */
    public long contextWindow() {
        return model == null ? 0 : model.contextWindow();
    }

    /** The field that limits the output of a chat completion. */
    public ProviderProfile.LimitField limitField() {
        ProviderProfile.LimitField own = model == null ? null : model.limitField();
        return own == null ? provider.profile().limitField() : own;
    }

    /** Most input tokens of one picture, as the ModelProvider says; 0 = it does not. */
    public long imageTokens() {
        return model != null && model.imageTokens() > 0
                ? model.imageTokens()
                : provider.profile().imageTokens();
    }

    /** Prices in {@code currency}; null = not priced in it. */
    public ProviderPolicy.@Nullable Prices prices(String currency) {
        ProviderPolicy.Prices prices = model == null ? null : model.prices();
        return prices != null && prices.currency().equals(currency) ? prices : null;
    }
}
