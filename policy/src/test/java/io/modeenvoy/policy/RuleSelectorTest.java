package io.modeenvoy.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.policy.AiRoutePolicy.Backend;
import io.modeenvoy.policy.AiRoutePolicy.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RuleSelectorTest {
    private static final Backend OPENAI = backend("demo/openai", 0);
    private static final Backend LLAMA = backend("demo/llama", 1);

    @Test
    void isTheSameForTheSameBackends() {
        assertThat(selector(OPENAI, LLAMA)).startsWith("demo/chat/small~").isEqualTo(selector(OPENAI, LLAMA));
    }

    @Test
    void isAnotherOneForOtherBackends() {
        assertThat(List.of(
                        selector(OPENAI),
                        selector(LLAMA),
                        selector(OPENAI, LLAMA),
                        selector(OPENAI, backend("demo/llama", 2)),
                        selector()))
                .doesNotHaveDuplicates();
    }

    @Test
    void isAnotherOneForAnotherCredential() {
        Rule rule = rule(OPENAI, LLAMA);

        assertThat(List.of(
                        rule.selector(_ -> null),
                        rule.selector(name -> name.name().equals("openai") ? provider(name, "a") : null),
                        rule.selector(name -> provider(name, "a")),
                        rule.selector(name -> provider(name, "b"))))
                .doesNotHaveDuplicates();
    }

    private static String selector(Backend... backends) {
        return rule(backends).selector(_ -> null);
    }

    private static Rule rule(Backend... backends) {
        return new Rule("demo/chat/small", List.of(), List.of(backends));
    }

    private static ProviderPolicy provider(NamespacedName name, String secret) {
        return new ProviderPolicy(
                name,
                ProviderPolicy.Schema.OPENAI,
                "api.example.com",
                "",
                new ProviderPolicy.Credential("authorization", "Bearer ", secret),
                List.of());
    }

    private static Backend backend(String id, int priority) {
        return new Backend(id, NamespacedName.parse(id), null, 1, priority);
    }
}
