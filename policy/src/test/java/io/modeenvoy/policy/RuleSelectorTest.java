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
        assertThat(rule(OPENAI, LLAMA).selector())
                .startsWith("demo/chat/small~")
                .isEqualTo(rule(OPENAI, LLAMA).selector());
    }

    @Test
    void isAnotherOneForOtherBackends() {
        assertThat(List.of(
                        rule(OPENAI).selector(),
                        rule(LLAMA).selector(),
                        rule(OPENAI, LLAMA).selector(),
                        rule(OPENAI, backend("demo/llama", 2)).selector(),
                        rule().selector()))
                .doesNotHaveDuplicates();
    }

    private static Rule rule(Backend... backends) {
        return new Rule("demo/chat/small", List.of(), List.of(backends));
    }

    private static Backend backend(String id, int priority) {
        return new Backend(id, NamespacedName.parse(id), null, 1, priority);
    }
}
