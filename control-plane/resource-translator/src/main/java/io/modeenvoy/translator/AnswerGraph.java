package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.ir.Diagnostic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Answers linked to what they were made from. A change makes suspect what was made from it, near and far; a suspect answer is worked out anew only if something
 * it read really is another. Owned by the one translation that took it ({@link #take}).
 */
@SuppressWarnings("ReferenceEquality") // the same instance is what "unchanged" means
final class AnswerGraph {
    private final TranslatorOptions options;
    private final AtomicLong turn = new AtomicLong();
    private final Map<Query<?>, Node> nodes = new HashMap<>();
    private final Map<Leaf, Set<Node>> leafReaders = new HashMap<>();
    private final SortedMap<Diagnostic, Integer> said = new TreeMap<>();
    private final Deque<Node> unread = new ArrayDeque<>();
    private final Set<Leaf> changed = new HashSet<>();
    private Map<Class<? extends HasMetadata>, List<? extends HasMetadata>> lists = Map.of();
    private ResourceView view = ResourceView.empty();

    AnswerGraph(TranslatorOptions options) {
        this.options = options;
    }

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
        changed.clear();
        changed.addAll(ViewChanges.between(lists, now));
        view = next;
        lists = now;
        changed.forEach(leaf -> leafReaders.getOrDefault(leaf, Set.of()).forEach(this::suspect));
        T answer = ask(root);
        sweep(node(root));
        return answer;
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

    private void suspect(Node first) {
        Deque<Node> open = new ArrayDeque<>(List.of(first));
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (node.state == Node.State.GOOD) {
                node.state = Node.State.SUSPECT;
                open.addAll(node.readers);
            }
        }
    }

    private Object settle(Node node) {
        switch (node.state) {
            case GOOD -> {}
            case WORKING -> throw new IllegalStateException("a question that asks itself: " + node.query);
            case NEW -> work(node);
            case SUSPECT -> {
                if (stands(node)) {
                    node.state = Node.State.GOOD;
                } else {
                    work(node);
                }
            }
        }
        return node.known();
    }

    /** In the order of the reads: as long as one stands, the next one would be made again. */
    private boolean stands(Node node) {
        for (Read read : node.reads) {
            boolean same = switch (read) {
                case Read.OfObject(var leaf, var found) ->
                    !changed.contains(leaf) || view.get(leaf.kind(), leaf.namespace(), leaf.name()) == found;
                case Read.OfKind(var leaf) -> !changed.contains(leaf);
                case Read.OfAnswer(var source, var found) -> settle(source) == found;
            };
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private void work(Node node) {
        node.state = Node.State.WORKING;
        Frame frame = new Frame();
        Object answer = node.query.answer(frame);
        unlink(node);
        node.reads = List.copyOf(frame.reads);
        node.diagnostics = List.copyOf(frame.diagnostics);
        link(node);
        if (!answer.equals(node.answer)) {
            node.answer = answer;
        }
        node.state = Node.State.GOOD;
    }

    private void link(Node node) {
        for (Read read : node.reads) {
            switch (read) {
                case Read.OfObject(var leaf, var found) -> readers(leaf).add(node);
                case Read.OfKind(var leaf) -> readers(leaf).add(node);
                case Read.OfAnswer(var source, var found) -> source.readers.add(node);
            }
        }
        node.diagnostics.forEach(each -> said.merge(each, 1, Integer::sum));
    }

    private Set<Node> readers(Leaf leaf) {
        return leafReaders.computeIfAbsent(leaf, key -> new HashSet<>());
    }

    private void unlink(Node node) {
        for (Read read : node.reads) {
            switch (read) {
                case Read.OfObject(var leaf, var found) -> unlink(leaf, node);
                case Read.OfKind(var leaf) -> unlink(leaf, node);
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
            T found = view.get(kind, namespace, name);
            reads.add(new Read.OfObject(new Leaf.OfObject(kind, namespace, name), found));
            return found;
        }

        @Override
        @SuppressWarnings("unchecked") // the list of a kind holds objects of that kind
        public <T extends HasMetadata> List<T> list(Class<T> kind) {
            reads.add(new Read.OfKind(new Leaf.OfKind(kind)));
            return (List<T>) lists.getOrDefault(kind, List.of());
        }

        @Override
        public <T> T ask(Query<T> query) {
            Node source = node(query);
            @SuppressWarnings("unchecked") // a node holds the answer of its own query
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
