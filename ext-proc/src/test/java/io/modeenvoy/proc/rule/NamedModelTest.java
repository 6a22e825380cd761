package io.modeenvoy.proc.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.ProviderPolicy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which models metrics may name: those that an operator has named. */
final class NamedModelTest {
    private static final NamespacedName PROVIDER = NamespacedName.parse("pay/first");

    @ParameterizedTest
    @CsvSource({"in-the-rule, true", "in-the-list, true", "gpt-anything, false"})
    void isOneThatTheRuleOrTheProvidersListNames(String asked, boolean named) {
        assertThat(target(asked, null).named()).isEqualTo(named);
    }

    @Test
    void isOneThatTheBackendIsAskedFor() {
        assertThat(target("gpt-anything", "real").named()).isTrue();
    }

    private static Target target(String asked, @Nullable String backendsModel) {
        ProviderPolicy provider = new ProviderPolicy(
                PROVIDER,
                ProviderPolicy.Schema.OPENAI,
                "first.example",
                "/v1",
                null,
                List.of(new ProviderPolicy.Model("in-the-list", 0, 0, null)));
        AiRoutePolicy.Rule rule = new AiRoutePolicy.Rule(
                "pay/chat/some",
                List.of(new AiRoutePolicy.Match(List.of("in-the-rule", "gpt-*"), Map.of())),
                List.of(new AiRoutePolicy.Backend("pay/first", PROVIDER, backendsModel, 1, 0)));
        return Target.of(rule, asked, AiPolicies.empty().with(List.of(provider)))
                .getFirst();
    }
}
