package io.modeenvoy.translator;

import org.jspecify.annotations.Nullable;

/**
 * The answers of one translation with all they were made from, for the next one. The first translation it is given to takes it over; given again it counts as
 * empty, so that no use of it can change a result, only what it costs.
 */
public final class Memo {
    private final @Nullable AnswerGraph graph;
    private final long turn;
    private final int size;

    Memo(@Nullable AnswerGraph graph, long turn, int size) {
        this.graph = graph;
        this.turn = turn;
        this.size = size;
    }

    /** Of the first translation. */
    public static Memo empty() {
        return new Memo(null, 0, 0);
    }

    /** The answers to build on: those of the last translation under the same options, or none. */
    AnswerGraph take(TranslatorOptions options) {
        return graph != null && graph.isFor(options) && graph.take(turn) ? graph : new AnswerGraph(options);
    }

    /** How many answers it holds. */
    public int size() {
        return size;
    }
}
