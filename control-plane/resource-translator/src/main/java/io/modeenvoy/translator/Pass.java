package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.ir.Diagnostic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One translation: answers questions, from the last pass where everything they read is still the same. Owned by the calling thread. */
@SuppressWarnings("ReferenceEquality") // the same instance is what "unchanged" means
final class Pass {
    private final ResourceView view;
    private final TranslatorOptions options;
    private final Map<Query<?>, Memo.Entry> last;
    private final Map<Query<?>, Memo.Entry> fresh = new HashMap<>();
    private final Map<Class<? extends HasMetadata>, List<? extends HasMetadata>> lists = new HashMap<>();

    Pass(ResourceView view, TranslatorOptions options, Memo memo) {
        this.view = view;
        this.options = options;
        this.last = memo.entries(options);
    }

    /** The answer to {@code query}. */
    @SuppressWarnings("unchecked") // an entry holds the answer of its own query
    <T> T ask(Query<T> query) {
        Memo.Entry known = fresh.get(query);
        if (known == null) {
            known = settle(query);
            fresh.put(query, known);
        }
        return (T) known.answer();
    }

    /** Everything said by the answers of this pass. */
    List<Diagnostic> diagnostics() {
        TreeSet<Diagnostic> all = new TreeSet<>();
        fresh.values().forEach(entry -> all.addAll(entry.diagnostics()));
        return List.copyOf(all);
    }

    /** What the next pass can build on. */
    Memo memo() {
        return new Memo(options, fresh);
    }

    private Memo.Entry settle(Query<?> query) {
        Memo.Entry before = last.get(query);
        return before != null && stands(before) ? before : work(query, before);
    }

    private Memo.Entry work(Query<?> query, Memo.@Nullable Entry before) {
        Frame frame = new Frame();
        Object answer = query.answer(frame);
        Object kept = before != null && before.answer().equals(answer) ? before.answer() : answer;
        return new Memo.Entry(kept, frame.reads, frame.diagnostics);
    }

    private boolean stands(Memo.Entry entry) {
        for (Read read : entry.reads()) {
            if (!stands(read)) {
                return false;
            }
        }
        return true;
    }

    private boolean stands(Read read) {
        return switch (read) {
            case Read.OfObject(var kind, var namespace, var name, var found) ->
                view.get(kind, namespace, name) == found;
            case Read.OfKind(var kind, var found) -> sameObjects(found, listed(kind));
            case Read.OfAnswer(var query, var found) -> ask(query) == found;
        };
    }

    private static boolean sameObjects(List<? extends HasMetadata> before, List<? extends HasMetadata> now) {
        if (before == now) {
            return true;
        }
        if (before.size() != now.size()) {
            return false;
        }
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i) != now.get(i)) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("unchecked") // the list of a kind holds objects of that kind
    private <T extends HasMetadata> List<T> listed(Class<T> kind) {
        return (List<T>) lists.computeIfAbsent(kind, view::list);
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
            reads.add(new Read.OfObject(kind, namespace, name, found));
            return found;
        }

        @Override
        public <T extends HasMetadata> List<T> list(Class<T> kind) {
            List<T> found = listed(kind);
            reads.add(new Read.OfKind(kind, found));
            return found;
        }

        @Override
        public <T> T ask(Query<T> query) {
            T found = Pass.this.ask(query);
            reads.add(new Read.OfAnswer(query, found));
            return found;
        }

        @Override
        public void report(Diagnostic diagnostic) {
            diagnostics.add(diagnostic);
        }
    }
}
