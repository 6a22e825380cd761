package io.modeenvoy.translator;

import io.modeenvoy.incremental.AnswerGraph;
import io.modeenvoy.ir.Diagnostic;
import org.jspecify.annotations.Nullable;

/**
 * The answers of one translation with all they were made from, for the next one. The first translation it is given to takes it over; given again it counts as
 * empty, so that no use of it can change a result, only what it costs.
 */
public final class Memo {
    private final @Nullable AnswerGraph<Scope, Diagnostic> graph;
    private final TranslatorOptions options;
    private final long turn;
    private final int size;

    private Memo(@Nullable AnswerGraph<Scope, Diagnostic> graph, TranslatorOptions options) {
        this.graph = graph;
        this.options = options;
        this.turn = graph == null ? 0 : graph.turn();
        this.size = graph == null ? 0 : graph.size();
    }

    /** Of the first translation. */
    public static Memo empty() {
        return new Memo(null, TranslatorOptions.files());
    }

    /** Of a translation that has ended. */
    static Memo of(AnswerGraph<Scope, Diagnostic> graph, TranslatorOptions options) {
        return new Memo(graph, options);
    }

    /** The answers to build on: those of the last translation under the same options, or none. */
    AnswerGraph<Scope, Diagnostic> take(TranslatorOptions wanted) {
        return graph != null && options.equals(wanted) && graph.take(turn)
                ? graph
                : new AnswerGraph<>(asking -> new Scope(wanted, asking));
    }

    /** How many answers it holds. */
    public int size() {
        return size;
    }
}
