package io.modeenvoy.proc.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.policy.AiEntryPolicy;
import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.AiRoutePolicy.Backend;
import io.modeenvoy.policy.AiRoutePolicy.Match;
import io.modeenvoy.policy.AiRoutePolicy.Rule;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.ProviderPolicy;
import io.modeenvoy.policy.wire.PolicyTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rule serves, and what can be asked for. */
final class RuleChoiceTest {
    private static final NamespacedName OLD = new NamespacedName("a", "old");
    private static final NamespacedName YOUNG = new NamespacedName("b", "young");
    private static final NamespacedName PROVIDER = new NamespacedName("a", "p");
    private static final Map<String, String> GOLD = Map.of("x-tier", "gold");

    private final AiEntryPolicy entry = new AiEntryPolicy("e", List.of(OLD, new NamespacedName("a", "gone"), YOUNG));
    private final AiPolicies policies = AiPolicies.empty()
            .with(List.of(
                    entry,
                    new ProviderPolicy(
                            PROVIDER,
                            ProviderPolicy.Schema.OPENAI,
                            "p",
                            "",
                            null,
                            List.of(model("gpt-4o-mini"), model("gpt-5"), model("llama"))),
                    new AiRoutePolicy(
                            OLD,
                            List.of(
                                    rule("all", null, new Match(List.of(), Map.of())),
                                    rule("gpt", null, new Match(List.of("gpt-*"), Map.of())),
                                    rule("gold", null, new Match(List.of("gpt-*"), GOLD)),
                                    rule("tiers", null, new Match(List.of(), GOLD)),
                                    rule("fast", "gpt-5", new Match(List.of("fast", "quick"), Map.of())))),
                    new AiRoutePolicy(
                            YOUNG,
                            List.of(
                                    rule("gpt4", null, new Match(List.of("gpt-4o*"), Map.of())),
                                    rule("mini", null, new Match(List.of("gpt-4o-mini"), Map.of())),
                                    rule("fast2", null, new Match(List.of("fast"), Map.of())),
                                    rule("star", null, new Match(List.of("*"), Map.of()))))));

    private static Rule rule(String id, @Nullable String model, Match... matches) {
        return new Rule(id, List.of(matches), List.of(new Backend("a/p", PROVIDER, model, 1, 0)));
    }

    private static ProviderPolicy.Model model(String name) {
        return new ProviderPolicy.Model(name, 0, 0, null);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o-mini, , mini", // exact before prefix, also of a younger route
        "gpt-4o-max,  , gpt4", // longest prefix
        "gpt-3,       , gpt",
        "gpt-3,   gold, gold", // more header conditions
        "gpt-3, silver, gpt",
        "llama,       , all", // the older route's catch-all
        "llama,   gold, tiers",
        "fast,        , fast", // same fit: the older route
        "quick,       , fast"
    })
    void choosesByModelThenHeadersThenAge(String model, @Nullable String tier, String rule) {
        assertThat(RuleChoice.choose(entry, policies, model, name -> name.equals("x-tier") ? tier : null))
                .map(choice -> choice.rule().id())
                .contains(rule);
    }

    @Test
    void choosesNothingWhereNothingFits() {
        AiEntryPolicy none = new AiEntryPolicy("n", List.of());

        assertThat(RuleChoice.choose(none, policies, "gpt-4o", name -> null)).isEmpty();
    }

    @Test
    void listsExactNamesAndWhatPrefixesLetThrough() {
        assertThat(ModelCatalogue.models(entry, policies, name -> null, route -> route.equals(YOUNG)))
                .isEqualTo(Map.of("fast", "b", "gpt-4o-mini", "b", "gpt-5", "b", "llama", "b"));
        assertThat(ModelCatalogue.models(entry, policies, name -> null, route -> true))
                .containsEntry("quick", "a")
                .containsEntry("gpt-4o-mini", "a");
        assertThat(ModelCatalogue.models(entry, policies, name -> null, route -> false))
                .isEmpty();
    }

    @Test
    void forgetsWhatIsRemoved() {
        AiPolicies less = policies.without(PolicyTypes.AI_ROUTE, List.of(OLD.toString()))
                .without(PolicyTypes.PROVIDER, List.of(PROVIDER.toString()))
                .without(PolicyTypes.AI_ENTRY, List.of("e"))
                .without(PolicyTypes.KEY, List.of(YOUNG.toString()));

        assertThat(new ArrayList<>(less.routes().keySet())).containsExactly(YOUNG.toString());
        assertThat(less.providers()).isEmpty();
        assertThat(less.entries()).isEmpty();
    }
}
