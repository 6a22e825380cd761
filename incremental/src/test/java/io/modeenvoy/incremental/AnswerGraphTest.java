package io.modeenvoy.incremental;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When an answer is worked out anew. */
final class AnswerGraphTest {
    private final List<String> worked = new ArrayList<>();
    private final AnswerGraph<Notebook, String> graph = new AnswerGraph<>(asking -> new Notebook(asking, worked));

    /** What the questions are given; writes down who works. */
    private record Notebook(Asking<Notebook, String> asking, List<String> worked) {
        int ask(Formula<Notebook, Integer> question) {
            return asking.ask(question);
        }
    }

    /** Words by name. */
    private record Words() implements Input<Notebook, String, String> {}

    /** The word of a name. */
    private record Word(String name) implements Formula<Notebook, String> {
        @Override
        public String answer(Notebook notebook) {
            notebook.worked().add(name);
            String word = notebook.asking().at(new Words(), name);
            return word == null ? "" : word;
        }
    }

    /** How long a word is. */
    private record Length(String name) implements Formula<Notebook, Integer> {
        @Override
        public Integer answer(Notebook notebook) {
            notebook.worked().add("length of " + name);
            return notebook.asking().ask(new Word(name)).length();
        }
    }

    /** Both lengths. */
    private record Sum() implements Formula<Notebook, Integer> {
        @Override
        public Integer answer(Notebook notebook) {
            notebook.worked().add("sum");
            return notebook.ask(new Length("a")) + notebook.ask(new Length("b"));
        }
    }

    /** Each length. */
    private record Lengths() implements Each<Notebook, String, Integer> {
        @Override
        public Question<Notebook, PersistentMap<String, String>> members() {
            return new Words();
        }

        @Override
        public Question<Notebook, Integer> about(String name) {
            return new Length(name);
        }
    }

    /** Names by length. */
    private record ByLength() implements Grouping<Notebook, String, Integer, Integer, Boolean> {
        @Override
        public Question<Notebook, PersistentMap<String, Integer>> of() {
            return new Lengths();
        }

        @Override
        public PersistentMap<Integer, Boolean> said(String name, Integer length) {
            return PersistentMap.of(length, true);
        }
    }

    /** The first name of each length. */
    private record FirstOfLength() implements Union<Notebook, String, Integer, Integer, String> {
        @Override
        public Question<Notebook, PersistentMap<String, Integer>> of() {
            return new Lengths();
        }

        @Override
        public PersistentMap<Integer, String> said(String name, Integer length) {
            return PersistentMap.of(length, name);
        }
    }

    /** How many words have this length. */
    private record OfLength(int length) implements Formula<Notebook, Integer> {
        @Override
        public Integer answer(Notebook notebook) {
            notebook.worked().add("of length " + length);
            PersistentMap<String, Boolean> names = notebook.asking().at(new ByLength(), length);
            return names == null ? 0 : names.size();
        }
    }

    private PersistentMap<String, String> words = PersistentMap.empty();

    private <T> T given(String name, @Nullable String word, Question<Notebook, T> root) {
        worked.clear();
        words = words.with(name, word);
        graph.give(new Words(), words);
        return graph.answer(root);
    }

    private void start(Question<Notebook, ?> root) {
        words = PersistentMap.copyOf(Map.of("a", "x", "b", "x"));
        graph.give(new Words(), words);
        graph.answer(root);
    }

    @Test
    void eachQuestionIsAnsweredOnce() {
        start(new Sum());
        assertThat(worked).containsExactly("sum", "length of a", "a", "length of b", "b");
    }

    @Test
    void aChangeIsFollowedUpwardsAndEachAnswerWorkedOutOnce() {
        start(new Sum());
        assertThat(given("a", "xx", new Sum())).isEqualTo(3);
        assertThat(worked).containsExactly("a", "length of a", "sum");
    }

    @Test
    void whatComesOutEqualEndsTheWayUp() {
        start(new Sum());
        assertThat(given("a", "y", new Sum())).isEqualTo(2);
        assertThat(worked).containsExactly("a", "length of a");
    }

    @Test
    void anEntryNobodyReadsIsNoNews() {
        start(new Sum());
        given("c", "z", new Sum());
        assertThat(worked).isEmpty();
    }

    @Test
    void eachAsksOnlyAboutWhatIsNewOrOtherwise() {
        start(new Lengths());
        PersistentMap<String, Integer> more = given("c", "zzz", new Lengths());
        assertThat(more).isEqualTo(Map.of("a", 1, "b", 1, "c", 3));
        assertThat(worked).containsExactly("length of c", "c");

        assertThat(given("b", "", new Lengths())).isEqualTo(Map.of("a", 1, "b", 0, "c", 3));
        assertThat(worked).containsExactly("b", "length of b");

        assertThat(given("a", null, new Lengths())).isEqualTo(Map.of("b", 0, "c", 3));
    }

    @Test
    void whatIsAskedOfNoMemberAnyMoreIsForgotten() {
        start(new Lengths());
        int size = graph.size();
        given("a", null, new Lengths());
        assertThat(graph.size()).isEqualTo(size - 2);
    }

    @Test
    void groupsFollowTheirMembers() {
        start(new ByLength());
        assertThat(given("c", "zzz", new ByLength()))
                .isEqualTo(Map.of(1, Map.of("a", true, "b", true), 3, Map.of("c", true)));
        assertThat(given("a", "zzz", new ByLength()))
                .isEqualTo(Map.of(1, Map.of("b", true), 3, Map.of("a", true, "c", true)));
        assertThat(given("b", null, new ByLength())).isEqualTo(Map.of(3, Map.of("a", true, "c", true)));
    }

    @Test
    void ofThoseWhoSayTheSameTheFirstCounts() {
        start(new FirstOfLength());
        assertThat(given("c", "z", new FirstOfLength())).isEqualTo(Map.of(1, "a"));
        assertThat(given("a", null, new FirstOfLength())).isEqualTo(Map.of(1, "b"));
        assertThat(given("0", "z", new FirstOfLength())).isEqualTo(Map.of(1, "0"));
    }

    @Test
    void aReaderOfOneGroupIsNotTroubledByTheOthers() {
        start(new OfLength(1));
        assertThat(given("c", "zzz", new OfLength(1))).isEqualTo(2);
        assertThat(worked).doesNotContain("of length 1");
        assertThat(given("c", "z", new OfLength(1))).isEqualTo(3);
        assertThat(worked).contains("of length 1");
    }

    @Test
    void mergedMapsAreOneMap() {
        Merge<Notebook, String, Integer> merge = new Merge<>(List.of(new Lengths(), new Fixed()));
        start(merge);
        assertThat(given("b", "xx", merge)).isEqualTo(Map.of("a", 1, "b", 2, "z", 26));
        assertThat(given("z", "", merge)).isEqualTo(Map.of("a", 1, "b", 2, "z", 0));
        assertThat(given("z", null, merge)).isEqualTo(Map.of("a", 1, "b", 2, "z", 26));
    }

    /** Always the same. */
    private record Fixed() implements Formula<Notebook, PersistentMap<String, Integer>> {
        @Override
        public PersistentMap<String, Integer> answer(Notebook notebook) {
            return PersistentMap.of("z", 26);
        }
    }

    /** Says something of every empty word. */
    private record Complaint(String name) implements Formula<Notebook, Boolean> {
        @Override
        public Boolean answer(Notebook notebook) {
            boolean empty = notebook.asking().ask(new Word(name)).isEmpty();
            if (empty) {
                notebook.asking().say("empty: " + name);
            }
            return empty;
        }
    }

    @Test
    void whatIsSaidStandsAsLongAsTheAnswer() {
        given("a", "", new Complaint("a"));
        assertThat(graph.said()).containsOnlyKeys("empty: a");
        given("a", "x", new Complaint("a"));
        assertThat(graph.said()).isEmpty();
    }

    /** Asks for b only where a says so. */
    private record Chosen() implements Formula<Notebook, String> {
        @Override
        public String answer(Notebook notebook) {
            return notebook.asking().ask(new Word("a")).equals("x")
                    ? notebook.asking().ask(new Word("b"))
                    : "none";
        }
    }

    @Test
    void whatIsNoLongerAskedIsForgotten() {
        start(new Chosen());
        int size = graph.size();
        assertThat(given("a", "other", new Chosen())).isEqualTo("none");
        assertThat(graph.size()).isEqualTo(size - 1);
        given("b", "3", new Chosen());
        assertThat(worked).doesNotContain("b");
    }

    /** Reads what is high before what is low. */
    private record Late() implements Formula<Notebook, String> {
        @Override
        public String answer(Notebook notebook) {
            String own = notebook.asking().at(new Words(), "b");
            int length = notebook.ask(new Length("a"));
            return length + (own == null ? "" : notebook.asking().ask(new Word("b")));
        }
    }

    @Test
    void anAnswerOvertakenWhileAnotherIsWorkedOutIsRepeated() {
        start(new Late());
        graph.give(new Words(), PersistentMap.copyOf(Map.of("a", "longer", "b", "2")));
        assertThat(graph.answer(new Late())).isEqualTo("62");
        graph.give(new Words(), words);
        assertThat(graph.answer(new Late())).isEqualTo("1x");
    }

    /** A bug of ours: it must end, and the next pass must not build on it. */
    private record Endless() implements Formula<Notebook, String> {
        @Override
        public String answer(Notebook notebook) {
            return notebook.asking().ask(new Endless());
        }
    }

    @Test
    void aQuestionThatAsksItselfEnds() {
        assertThatThrownBy(() -> graph.answer(new Endless()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("asks itself");
    }

    /** Throws for the word "bad". */
    private record Picky(String name) implements Formula<Notebook, Integer> {
        @Override
        public Integer answer(Notebook notebook) {
            notebook.worked().add("picky " + name);
            String word = notebook.asking().ask(new Word(name));
            if (word.equals("deep")) {
                throw new StackOverflowError();
            }
            if (word.equals("bad")) {
                throw new IllegalArgumentException(name);
            }
            return word.length();
        }
    }

    /** Does not mind what others throw. */
    private record Patient(String name) implements Formula<Notebook, Integer> {
        @Override
        public Integer answer(Notebook notebook) {
            try {
                return notebook.ask(new Picky(name));
            } catch (IllegalArgumentException e) {
                notebook.asking().say("thrown: " + name);
                return -1;
            }
        }
    }

    /** Asks the picky ones all, and one by itself. */
    private record Pickies() implements Each<Notebook, String, Integer> {
        @Override
        public Question<Notebook, PersistentMap<String, String>> members() {
            return new Words();
        }

        @Override
        public Question<Notebook, Integer> about(String name) {
            return new Picky(name);
        }
    }

    /** One entry of them, or -1 where they throw. */
    private record EntryOf(String name) implements Formula<Notebook, Integer> {
        @Override
        public Integer answer(Notebook notebook) {
            try {
                Integer found = notebook.asking().at(new Pickies(), name);
                return found == null ? 0 : found;
            } catch (IllegalArgumentException e) {
                return -1;
            }
        }
    }

    @Test
    void whatIsThrownMayBeCaughtByWhoeverAsksAndIsForgottenWithItsCause() {
        start(new Patient("a"));
        assertThat(given("a", "bad", new Patient("a"))).isEqualTo(-1);
        assertThat(graph.said()).containsOnlyKeys("thrown: a");
        assertThat(given("b", "other", new Patient("a"))).isEqualTo(-1);
        assertThat(worked).isEmpty();
        assertThat(given("a", "good", new Patient("a"))).isEqualTo(4);
        assertThat(graph.said()).isEmpty();
    }

    @Test
    void whatNobodyCatchesIsThrownAtTheEndAndTheGraphStaysSound() {
        start(new Picky("a"));
        assertThatThrownBy(() -> given("a", "bad", new Picky("a"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(given("a", "good", new Picky("a"))).isEqualTo(4);
    }

    @Test
    void whatTakesMoreStackThanThereIsIsThrownAsAnyOtherAndTheGraphStaysSound() {
        start(new Picky("a"));
        assertThatThrownBy(() -> given("a", "deep", new Picky("a"))).isInstanceOf(ExhaustedException.class);
        assertThat(given("a", "good", new Picky("a"))).isEqualTo(4);
    }

    @Test
    void aMemberThatThrowsThrowsForAllUntilItIsGoneOrGood() {
        start(new EntryOf("b"));
        assertThat(given("a", "bad", new EntryOf("b"))).isEqualTo(-1);
        assertThat(given("b", "xx", new EntryOf("b"))).isEqualTo(-1);
        assertThat(given("a", null, new EntryOf("b"))).isEqualTo(2);
        assertThat(given("c", "bad", new EntryOf("b"))).isEqualTo(-1);
        assertThat(given("c", "good", new EntryOf("b"))).isEqualTo(2);
        assertThat(given("b", "xxx", new EntryOf("b"))).isEqualTo(3);
    }

    @Test
    void canBeTakenOncePerTurn() {
        long turn = graph.turn();
        assertThat(graph.take(turn)).isTrue();
        assertThat(graph.take(turn)).isFalse();
        assertThat(graph.take(graph.turn())).isTrue();
    }
}
