package io.modeenvoy.translator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.modeenvoy.crd.ResourceView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When an answer is worked out anew. */
final class AnswerGraphTest {
    private static final ResourceView ONE_ONE = view("1", "1");

    private final AnswerGraph graph = new AnswerGraph(TranslatorOptions.files());
    private final List<String> worked = new ArrayList<>();

    private static ResourceView view(String a, String b) {
        return ResourceView.of(List.of(map("a", a), map("b", b)));
    }

    private static ConfigMap map(String name, String value) {
        return (ConfigMap) WrittenObjects.parse("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: %s, namespace: n}
                data: {value: "%s"}
                """.formatted(name, value)).getFirst();
    }

    /** The value of a ConfigMap. */
    private record Value(List<String> worked, String name) implements Query<String> {
        @Override
        public String answer(Scope scope) {
            worked.add(name);
            ConfigMap map = scope.get(ConfigMap.class, "n", name);
            return map == null ? "" : map.getData().getOrDefault("value", "");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Value value && value.name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    /** How long a value is. */
    private record Length(List<String> worked, String name) implements Query<Integer> {
        @Override
        public Integer answer(Scope scope) {
            worked.add("length of " + name);
            return scope.ask(new Value(worked, name)).length();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Length length && length.name.equals(name);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode();
        }
    }

    /** Both values and their lengths. */
    private record Sum(List<String> worked) implements Query<String> {
        @Override
        public String answer(Scope scope) {
            worked.add("sum");
            int lengths = scope.ask(new Length(worked, "a")) + scope.ask(new Length(worked, "b"));
            return scope.ask(new Value(worked, "a")) + scope.ask(new Value(worked, "b")) + lengths;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Sum;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    @Test
    void eachQuestionIsAnsweredOnce() {
        assertThat(graph.answer(ONE_ONE, new Sum(worked))).isEqualTo("112");
        assertThat(worked).containsExactly("sum", "length of a", "a", "length of b", "b");
    }

    @Test
    void aChangeIsFollowedUpwardsAndEachAnswerWorkedOutOnce() {
        graph.answer(ONE_ONE, new Sum(worked));
        worked.clear();
        assertThat(graph.answer(ONE_ONE.with(map("a", "22")), new Sum(worked))).isEqualTo("2213");
        assertThat(worked).containsExactly("a", "length of a", "sum");
    }

    @Test
    void whatComesOutEqualEndsTheWayUp() {
        graph.answer(ONE_ONE, new Length(worked, "a"));
        worked.clear();
        graph.answer(ONE_ONE.with(map("a", "1")), new Length(worked, "a"));
        assertThat(worked).containsExactly("a");
    }

    @Test
    void whatIsNoLongerAskedIsForgotten() {
        graph.answer(ONE_ONE, new Chosen(worked));
        int size = graph.memo().size();
        assertThat(graph.answer(ONE_ONE.with(map("a", "other")), new Chosen(worked)))
                .isEqualTo("none");
        assertThat(graph.memo().size()).isEqualTo(size - 1);
        worked.clear();
        graph.answer(ONE_ONE.with(map("a", "other")).with(map("b", "3")), new Chosen(worked));
        assertThat(worked).doesNotContain("b");
    }

    /** Asks for b only where a says so. */
    private record Chosen(List<String> worked) implements Query<String> {
        @Override
        public String answer(Scope scope) {
            return scope.ask(new Value(worked, "a")).equals("1") ? scope.ask(new Value(worked, "b")) : "none";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Chosen;
        }

        @Override
        public int hashCode() {
            return 2;
        }
    }

    @Test
    void anAnswerOvertakenWhileAnotherIsWorkedOutIsRepeated() {
        graph.answer(ONE_ONE, new Late(worked));
        ResourceView changed = ResourceView.of(List.of(map("a", "longer"), map("b", "2")));
        assertThat(graph.answer(changed, new Late(worked))).isEqualTo("62");
        assertThat(graph.answer(ONE_ONE, new Late(worked))).isEqualTo("11");
    }

    /** Reads what is high before what is low. */
    private record Late(List<String> worked) implements Query<String> {
        @Override
        public String answer(Scope scope) {
            ConfigMap own = scope.get(ConfigMap.class, "n", "b");
            int length = scope.ask(new Length(worked, "a"));
            return length + (own == null ? "" : scope.ask(new Value(worked, "b")));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Late;
        }

        @Override
        public int hashCode() {
            return 3;
        }
    }

    /** A bug of ours: it must end, and the next translation must not build on it. */
    private record Endless() implements Query<String> {
        @Override
        public String answer(Scope scope) {
            return scope.ask(new Endless());
        }
    }

    @Test
    void aQuestionThatAsksItselfEnds() {
        assertThatThrownBy(() -> graph.answer(ONE_ONE, new Endless()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("asks itself");
    }

    @Test
    void aMemoGivenTwiceCountsAsEmptyTheSecondTime() {
        Memo memo = ResourceTranslator.translate(ONE_ONE, TranslatorOptions.files(), Memo.empty())
                .memo();
        AnswerGraph first = memo.take(TranslatorOptions.files());
        AnswerGraph second = memo.take(TranslatorOptions.files());
        assertThat(second).isNotSameAs(first);
        assertThat(second.memo().size()).isZero();
    }
}
