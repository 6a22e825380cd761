package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.ir.Diagnostic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Answers linked to what they were made from. A changed object makes due what read it; what comes out equal keeps its instance and ends there, what comes out another
 * makes due what read that in turn. Low answers are worked out before high ones, so that most are worked out once. Owned by the one translation that took it ({@link
 * #take}).
 */
final class AnswerGraph {
    private static final Comparator<Due> LOWEST_FIRST = Comparator.comparingInt(Due::height);

    private final TranslatorOptions options;
    private final AtomicLong turn = new AtomicLong();
    private final Map<Query<?>, Node> nodes = new HashMap<>();
    private final Map<Leaf, Set<Node>> leafReaders = new HashMap<>();
    private final SortedMap<Diagnostic, Integer> said = new TreeMap<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>(LOWEST_FIRST);
    private final Deque<Node> unread = new ArrayDeque<>();
    private Map<Class<? extends HasMetadata>, List<? extends HasMetadata>> lists = Map.of();
    private ResourceView view = ResourceView.empty();

    AnswerGraph(TranslatorOptions options) {
        this.options = options;
    }

    /** A node that is to be worked out, with its height when that became known. */
    private record Due(int height, Node node) {}

    boolean isFor(TranslatorOptions wanted) {
        return options.equals(wanted);
    }

    /** True for the first who asks with the turn of the last translation; a translation that fails leaves no turn behind. */
    boolean take(long known) {
        return turn.compareAndSet(known, known + 1);
    }

    /** Answers {@code root} from {@code next}; nothing else is asked from outside. */
    <T> T answer(ResourceView next, Query<T> root) {
        Map<Class<? extends HasMetadata>, List<? extends HasMetadata>> now = ViewChanges.lists(next);
        List<Leaf> changes = ViewChanges.between(lists, now);
        view = next;
        lists = now;
        changes.forEach(leaf -> leafReaders.getOrDefault(leaf, Set.of()).forEach(this::makeDue));
        if (node(root).state == Node.State.NEW) {
            ask(root);
        }
        while (!due.isEmpty()) {
            settle(due.poll().node());
        }
        sweep(node(root));
        return ask(root);
    }

    /** Everything said by the answers, sorted. */
    List<Diagnostic> diagnostics() {
        return List.copyOf(said.keySet());
    }

    /** For the next translation. */
    Memo memo() {
        return new Memo(this, turn.get(), nodes.size());
    }

    private Node node(Query<?> query) {
        return nodes.computeIfAbsent(query, Node::new);
    }

    @SuppressWarnings("unchecked") // a node holds the answer of its own query
    private <T> T ask(Query<T> query) {
        return (T) settle(node(query));
    }

    private void makeDue(Node node) {
        if (node.state == Node.State.GOOD) {
            node.state = Node.State.DUE;
            due.add(new Due(node.height, node));
        }
    }

    private Object settle(Node node) {
        switch (node.state) {
            case GOOD -> {}
            case WORKING -> throw new IllegalStateException("a question that asks itself: " + node.query);
            case NEW, DUE -> work(node);
        }
        return node.known();
    }

    private void work(Node node) {
        node.state = Node.State.WORKING;
        Frame frame = new Frame();
        Object answer = node.query.answer(frame);
        unlink(node);
        node.reads = List.copyOf(frame.reads);
        node.diagnostics = List.copyOf(frame.diagnostics);
        link(node);
        node.state = Node.State.GOOD;
        if (!answer.equals(node.answer)) {
            node.answer = answer;
            node.readers.forEach(this::makeDue);
        }
        if (isOvertaken(node)) {
            makeDue(node);
        }
    }

    /** Whether something it read was worked out anew while it was working. */
    @SuppressWarnings("ReferenceEquality") // the same instance is what "unchanged" means
    private static boolean isOvertaken(Node node) {
        return node.reads.stream().anyMatch(read -> switch (read) {
            case Read.OfLeaf leaf -> false;
            case Read.OfAnswer(var source, var found) -> source.answer != found;
        });
    }

    private void link(Node node) {
        int height = 0;
        for (Read read : node.reads) {
            switch (read) {
                case Read.OfLeaf(var leaf) ->
                    leafReaders.computeIfAbsent(leaf, key -> new HashSet<>()).add(node);
                case Read.OfAnswer(var source, var found) -> {
                    source.readers.add(node);
                    height = Math.max(height, source.height + 1);
                }
            }
        }
        node.height = height;
        node.diagnostics.forEach(each -> said.merge(each, 1, Integer::sum));
    }

    private void unlink(Node node) {
        for (Read read : node.reads) {
            switch (read) {
                case Read.OfLeaf(var leaf) -> unlink(leaf, node);
                case Read.OfAnswer(var source, var found) -> {
                    source.readers.remove(node);
                    unread.add(source);
                }
            }
        }
        node.diagnostics.forEach(each -> said.merge(each, -1, (all, one) -> all + one == 0 ? null : all + one));
    }

    private void unlink(Leaf leaf, Node node) {
        leafReaders.computeIfPresent(leaf, (key, readers) -> {
            readers.remove(node);
            return readers.isEmpty() ? null : readers;
        });
    }

    /** Forgets what nobody reads any more. */
    @SuppressWarnings("ReferenceEquality") // one node a query
    private void sweep(Node root) {
        while (!unread.isEmpty()) {
            Node node = unread.pop();
            if (node.readers.isEmpty() && node != root && nodes.remove(node.query, node)) {
                unlink(node);
            }
        }
    }

    /** What one question looks at. */
    private final class Frame implements Scope {
        private final List<Read> reads = new ArrayList<>();
        private final List<Diagnostic> diagnostics = new ArrayList<>();

        @Override
        public TranslatorOptions options() {
            return options;
        }

        @Override
        public <T extends HasMetadata> @Nullable T get(Class<T> kind, String namespace, String name) {
            reads.add(new Read.OfLeaf(new Leaf.OfObject(kind, namespace, name)));
            return view.get(kind, namespace, name);
        }

        @Override
        @SuppressWarnings("unchecked") // the list of a kind holds objects of that kind
        public <T extends HasMetadata> List<T> list(Class<T> kind) {
            reads.add(new Read.OfLeaf(new Leaf.OfKind(kind)));
            return (List<T>) lists.getOrDefault(kind, List.of());
        }

        @Override
        @SuppressWarnings("unchecked") // a node holds the answer of its own query
        public <T> T ask(Query<T> query) {
            Node source = node(query);
            T found = (T) settle(source);
            reads.add(new Read.OfAnswer(source, found));
            return found;
        }

        @Override
        public void report(Diagnostic diagnostic) {
            diagnostics.add(diagnostic);
        }
    }
}
