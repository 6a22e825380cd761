package io.modeenvoy.translator;

import io.modeenvoy.ir.Diagnostic;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A question with its answer, what the answer was made from, and what was made from it. Owned by its {@link AnswerGraph}. */
final class Node {
    final Query<?> query;
    final Set<Node> readers = new HashSet<>();
    List<Read> reads = List.of();
    List<Diagnostic> diagnostics = List.of();
    State state = State.NEW;
    int height;

    @Nullable
    Object answer;

    Node(Query<?> query) {
        this.query = query;
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
            throw new IllegalStateException("no answer: " + query);
        }
        return answer;
    }
}
