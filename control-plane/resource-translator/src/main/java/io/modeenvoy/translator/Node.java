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

    @Nullable
    Object answer;

    Node(Query<?> query) {
        this.query = query;
    }

    /** How much of its answer is known to hold. */
    enum State {
        /** There is none yet. */
        NEW,
        /** It is being worked out. */
        WORKING,
        /** Something far below has changed: it may hold or not. */
        SUSPECT,
        /** It holds. */
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
