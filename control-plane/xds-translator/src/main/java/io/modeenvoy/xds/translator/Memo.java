package io.modeenvoy.xds.translator;

import io.modeenvoy.incremental.AnswerGraph;
import org.jspecify.annotations.Nullable;

/**
 * What the last pass made of each node, for the next pass. The first translation it is given to takes it over; given again it counts as empty, so that no use of
 * it can change a result, only what it costs.
 */
public final class Memo {
    private final @Nullable AnswerGraph<Scope, String> graph;
    private final XdsOptions options;
    private final long turn;
    private final int size;

    private Memo(@Nullable AnswerGraph<Scope, String> graph, XdsOptions options) {
        this.graph = graph;
        this.options = options;
        this.turn = graph == null ? 0 : graph.turn();
        this.size = graph == null ? 0 : graph.size();
    }

    /** Nothing remembered. */
    public static Memo empty() {
        return new Memo(null, XdsOptions.defaults());
    }

    /** Of a translation that has ended. */
    static Memo of(AnswerGraph<Scope, String> graph, XdsOptions options) {
        return new Memo(graph, options);
    }

    /** The answers to build on: those of the last translation under the same options, or none. */
    AnswerGraph<Scope, String> take(XdsOptions wanted) {
        if (graph != null && options.equals(wanted) && graph.take(turn)) {
            return graph;
        }
        Scope.Messengers messengers = Scope.Messengers.under(wanted);
        return new AnswerGraph<>(asking -> new Scope(messengers, asking));
    }

    /** How many answers are remembered. */
    public int size() {
        return size;
    }
}
