package io.modeenvoy.incremental;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;

/** How far an {@link Each} has got: the questions it asks, and which of them have another answer by now. */
final class EachProgress<S, N extends Comparable<? super N>, K extends Comparable<? super K>, T>
        implements Progress<S, N> {
    private final Each<S, K, T> each;
    private final Node<S, N> node;
    private final Map<Node<S, N>, K> members = new HashMap<>();
    private final SequencedSet<Node<S, N>> changed = new LinkedHashSet<>();
    private PersistentMap<K, ?> seen = PersistentMap.empty();
    private PersistentMap<K, T> answers = PersistentMap.empty();
    private final SortedMap<K, Failure> failures = new TreeMap<>();

    EachProgress(Each<S, K, T> each, Node<S, N> node) {
        this.each = each;
        this.node = node;
    }

    /** One of its questions may have another answer. */
    void changed(Node<S, N> question) {
        changed.add(question);
    }

    boolean isBehind() {
        return !changed.isEmpty();
    }

    /** Those it asks. */
    Iterable<Node<S, N>> questions() {
        return members.keySet();
    }

    @Override
    public Object advance(AnswerGraph<S, N>.Frame frame) {
        takeMembers(frame);
        while (!changed.isEmpty()) {
            Node<S, N> question = changed.getFirst();
            K member = members.get(question);
            if (member != null) {
                take(member, frame.settled(question));
            }
            changed.remove(question);
        }
        if (!failures.isEmpty()) {
            throw failures.firstEntry().getValue().exception();
        }
        return answers;
    }

    private void takeMembers(AnswerGraph<S, N>.Frame frame) {
        PersistentMap<K, ?> now = frame.ask(each.members());
        changes(seen, now, (member, was, is) -> {
            if (was == null) {
                Node<S, N> question = frame.node(each.about(member));
                members.put(question, member);
                take(member, frame.settled(question));
                question.readers.add(node);
                node.height = Math.max(node.height, question.height + 1);
            } else if (is == null) {
                Node<S, N> question = frame.node(each.about(member));
                members.remove(question);
                frame.unread(question, node);
                answers = answers.minus(member);
                failures.remove(member);
            }
        });
        seen = now; // last: what throws on the way is taken in again
    }

    @SuppressWarnings("unchecked") // only its keys are looked at
    private static <K extends Comparable<? super K>> void changes(
            PersistentMap<K, ?> before, PersistentMap<K, ?> now, PersistentMap.Change<K, Object> change) {
        ((PersistentMap<K, Object>) now).changes((PersistentMap<K, Object>) before, change);
    }

    @SuppressWarnings("unchecked") // a node holds the answer of its own question
    private void take(K member, Object answer) {
        if (answer instanceof Failure failure) {
            failures.put(member, failure);
            answers = answers.minus(member);
        } else {
            failures.remove(member);
            answers = answers.with(member, (T) answer);
        }
    }
}
