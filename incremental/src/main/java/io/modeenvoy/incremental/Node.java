package io.modeenvoy.incremental;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A question with its answer, what the answer was made from, and what was made from it. Owned by its {@link AnswerGraph}. */
final class Node<S, N extends Comparable<? super N>> {
    final Question<S, ?> question;
    final Set<Node<S, N>> readers = new HashSet<>(2);
    Map<Object, Set<Node<S, N>>> entryReaders = Map.of();
    List<Read> reads = List.of();
    List<N> notes = List.of();
    State state = State.NEW;
    int height;

    @Nullable
    Object answer;

    /** What an {@link Each} or a {@link Fold} has taken in. */
    final @Nullable Progress<S, N> progress;

    Node(Question<S, ?> question) {
        this.question = question;
        if (question instanceof Input) {
            answer = PersistentMap.empty();
            state = State.GOOD;
        }
        progress = Progress.of(question, this);
    }

    /** Where it stands in a pass. */
    enum State {
        /** It has no answer yet. */
        NEW,
        /** Something it read has changed: it is to be worked out anew. */
        DUE,
        /** It is being worked out. */
        WORKING,
        /** It has an answer, which holds as far as is known. */
        GOOD
    }

    /** The answer of a node that has one. */
    Object known() {
        if (answer == null) {
            throw new IllegalStateException("no answer: " + question);
        }
        return answer;
    }

    boolean isRead() {
        return !readers.isEmpty() || !entryReaders.isEmpty();
    }

    void addReader(Object key, Node<S, N> reader) {
        if (entryReaders.isEmpty()) {
            entryReaders = new HashMap<>();
        }
        entryReaders.computeIfAbsent(key, _ -> new HashSet<>(2)).add(reader);
    }

    void removeReader(Object key, Node<S, N> reader) {
        Set<Node<S, N>> ofKey = entryReaders.get(key);
        if (ofKey != null && ofKey.remove(reader) && ofKey.isEmpty()) {
            entryReaders.remove(key);
        }
    }
}
