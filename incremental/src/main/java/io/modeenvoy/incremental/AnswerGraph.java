package io.modeenvoy.incremental;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers linked to what they were made from. A changed input makes due what read the changed entries; what comes out equal keeps its instance and ends there, what comes out
 * another makes due what read that in turn. Low answers are worked out before high ones, so that most are worked out once. What throws instead of answering throws for whoever asks
 * it, who may catch that; it is worked out again when something it read has changed. Owned by the one pass that took it ({@link #take}); a pass that fails leaves nothing to take, and
 * the next one starts from nothing.
 *
 * @param <S> what formulas are given to ask others
 * @param <N> what they say besides
 */
public final class AnswerGraph<S, N extends Comparable<? super N>> {
    private final Function<Asking<S, N>, S> scopes;
    private final AtomicLong turn = new AtomicLong();
    private final Map<Question<S, ?>, Node<S, N>> nodes = new HashMap<>();
    private final PriorityQueue<Due<S, N>> due = new PriorityQueue<>(Comparator.comparingInt(Due::height));
    private final Deque<Node<S, N>> unread = new ArrayDeque<>();
    private PersistentMap<N, Integer> said = PersistentMap.empty();

    /** Nothing is known yet. */
    public AnswerGraph(Function<Asking<S, N>, S> scopes) {
        this.scopes = scopes;
    }

    /** A node that is to be worked out, with its height when that became known. */
    private record Due<S, N extends Comparable<? super N>>(int height, Node<S, N> node) {}

    /** The turn to {@link #take} it with next time. */
    public long turn() {
        return turn.get();
    }

    /** True for the first who asks with the turn of the last pass. */
    public boolean take(long known) {
        return turn.compareAndSet(known, known + 1);
    }

    /** Gives an input; what has read it follows with the next {@link #answer}. */
    public <K extends Comparable<? super K>, V> void give(Input<S, K, V> input, PersistentMap<K, V> value) {
        Node<S, N> node = node(input);
        PersistentMap<?, ?> before = (PersistentMap<?, ?>) node.known();
        node.answer = value;
        spread(node, before, value);
    }

    /** An input as it was given last. */
    @SuppressWarnings("unchecked") // a node holds the answer of its own question
    public <K extends Comparable<? super K>, V> PersistentMap<K, V> given(Input<S, K, V> input) {
        Object last = node(input).answer;
        return last == null ? PersistentMap.empty() : (PersistentMap<K, V>) last;
    }

    /** Answers {@code root} from what is given; nothing else is asked from outside. */
    @SuppressWarnings("unchecked") // a node holds the answer of its own question
    public <T> T answer(Question<S, T> root) {
        Node<S, N> top = node(root);
        if (top.state == Node.State.NEW) {
            settle(top);
        }
        while (!due.isEmpty()) {
            settle(due.poll().node());
        }
        sweep(top);
        return (T) Failure.unless(top.known());
    }

    /** Everything said by the answers, each with how often. */
    public PersistentMap<N, Integer> said() {
        return said;
    }

    /** How many questions have an answer. */
    public int size() {
        return nodes.size();
    }

    private Node<S, N> node(Question<S, ?> question) {
        return nodes.computeIfAbsent(question, Node::new);
    }

    private Object settle(Node<S, N> node) {
        switch (node.state) {
            case GOOD -> {}
            case WORKING -> throw new IllegalStateException("a question that asks itself: " + node.question);
            case NEW, DUE -> work(node);
        }
        return node.known();
    }

    private void work(Node<S, N> node) {
        node.state = Node.State.WORKING;
        Frame frame = new Frame();
        Object answer = attempt(node, frame);
        unlink(node);
        node.reads = List.copyOf(frame.reads);
        node.notes = List.copyOf(frame.notes);
        link(node);
        node.state = Node.State.GOOD;
        Object before = node.answer;
        if (!answer.equals(before)) {
            node.answer = answer;
            spread(node, before, answer);
        }
        if (isOvertaken(node)) {
            makeDue(node);
        }
    }

    private Object attempt(Node<S, N> node, Frame frame) {
        try {
            return answer(node, frame);
        } catch (RuntimeException e) {
            return new Failure(e);
        } catch (StackOverflowError | OutOfMemoryError e) {
            return new Failure(new ExhaustedException(e));
        }
    }

    private Object answer(Node<S, N> node, Frame frame) {
        if (node.question instanceof Formula<S, ?> formula) {
            return java.util.Objects.requireNonNull(formula.answer(scopes.apply(frame)));
        }
        if (node.progress == null) {
            throw new IllegalStateException("an input is given, not worked out: " + node.question);
        }
        return node.progress.advance(frame);
    }

    /** Makes due what read it, or of it an entry that has changed. */
    @SuppressWarnings("ReferenceEquality") // the same instance is what "unchanged" means
    private void spread(Node<S, N> node, @Nullable Object before, Object now) {
        if (now == before) {
            return;
        }
        node.readers.forEach(reader -> {
            if (reader.progress instanceof EachProgress<S, N, ?, ?> each) {
                each.changed(node);
            }
            makeDue(reader);
        });
        if (before instanceof Failure || now instanceof Failure) {
            node.entryReaders.values().forEach(readers -> readers.forEach(this::makeDue));
        } else if (!node.entryReaders.isEmpty()) {
            changes(
                    before,
                    now,
                    key -> node.entryReaders.getOrDefault(key, Set.of()).forEach(this::makeDue));
        }
    }

    @SuppressWarnings("unchecked") // only maps are read by entry, and a question's answers are of one type
    private static void changes(@Nullable Object before, Object now, java.util.function.Consumer<Object> changed) {
        var map = (PersistentMap<String, Object>) now;
        var last = before == null ? PersistentMap.<String, Object>empty() : (PersistentMap<String, Object>) before;
        map.changes(last, (Object key, @Nullable Object was, @Nullable Object is) -> changed.accept(key));
    }

    private void makeDue(Node<S, N> node) {
        if (node.state == Node.State.GOOD) {
            node.state = Node.State.DUE;
            due.add(new Due<>(node.height, node));
        }
    }

    /** Whether something it read was worked out anew while it was working. */
    private boolean isOvertaken(Node<S, N> node) {
        return node.reads.stream().anyMatch(Read::isOvertaken)
                || (node.progress instanceof EachProgress<S, N, ?, ?> each && each.isBehind());
    }

    @SuppressWarnings("unchecked") // nodes of this graph read nodes of this graph
    private void link(Node<S, N> node) {
        for (Read read : node.reads) {
            Node<S, N> source = (Node<S, N>) read.node();
            switch (read) {
                case Read.OfAnswer _ -> source.readers.add(node);
                case Read.OfEntry entry -> source.addReader(entry.key(), node);
            }
            node.height = Math.max(node.height, source.height + 1);
        }
        node.notes.forEach(note -> count(note, 1));
    }

    @SuppressWarnings("unchecked") // nodes of this graph read nodes of this graph
    private void unlink(Node<S, N> node) {
        for (Read read : node.reads) {
            Node<S, N> source = (Node<S, N>) read.node();
            switch (read) {
                case Read.OfAnswer _ -> source.readers.remove(node);
                case Read.OfEntry entry -> source.removeReader(entry.key(), node);
            }
            unread.add(source);
        }
        node.notes.forEach(note -> count(note, -1));
    }

    private void count(N note, int one) {
        Integer before = said.find(note);
        int now = (before == null ? 0 : before) + one;
        said = said.with(note, now == 0 ? null : now);
    }

    /** Forgets what nobody reads any more. */
    @SuppressWarnings("ReferenceEquality") // one node a question
    private void sweep(Node<S, N> root) {
        while (!unread.isEmpty()) {
            Node<S, N> node = unread.pop();
            if (!node.isRead()
                    && node != root
                    && !(node.question instanceof Input)
                    && nodes.remove(node.question, node)) {
                unlink(node);
                if (node.progress instanceof EachProgress<S, N, ?, ?> each) {
                    each.questions().forEach(question -> unread(question, node));
                }
            }
        }
    }

    private void unread(Node<S, N> question, Node<S, N> reader) {
        question.readers.remove(reader);
        unread.add(question);
    }

    /** What one question looks at. */
    final class Frame implements Asking<S, N> {
        private final List<Read> reads = new ArrayList<>();
        private final List<N> notes = new ArrayList<>();

        @Override
        @SuppressWarnings("unchecked") // a node holds the answer of its own question
        public <T> T ask(Question<S, T> question) {
            Node<S, N> source = node(question);
            Object found = settle(source);
            reads.add(new Read.OfAnswer(source, found));
            return (T) Failure.unless(found);
        }

        @Override
        @SuppressWarnings("unchecked") // a node holds the answer of its own question
        public <K extends Comparable<? super K>, V> @Nullable V at(Question<S, PersistentMap<K, V>> question, K key) {
            Node<S, N> source = node(question);
            Object whole = settle(source);
            if (whole instanceof Failure) {
                reads.add(new Read.OfAnswer(source, whole));
            }
            V found = ((PersistentMap<K, V>) Failure.unless(whole)).find(key);
            reads.add(new Read.OfEntry(source, key, found));
            return found;
        }

        @Override
        public void say(N note) {
            notes.add(note);
        }

        Node<S, N> node(Question<S, ?> question) {
            return AnswerGraph.this.node(question);
        }

        Object settled(Node<S, N> question) {
            return settle(question);
        }

        void unread(Node<S, N> question, Node<S, N> reader) {
            AnswerGraph.this.unread(question, reader);
        }
    }
}
