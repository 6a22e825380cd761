package io.modeenvoy.incremental;

import org.jspecify.annotations.Nullable;

/** How far an answer that follows the changes of a map has followed them. Owned by its node. */
sealed interface Progress<S, N extends Comparable<? super N>> permits EachProgress, FoldProgress {
    /** Takes in what has changed since the last time. */
    Object advance(AnswerGraph<S, N>.Frame frame);

    /** Null for questions that are answered anew every time. */
    @SuppressWarnings("unchecked") // the types of its map are its own affair
    static <S, N extends Comparable<? super N>> @Nullable Progress<S, N> of(Question<S, ?> question, Node<S, N> node) {
        if (question instanceof Each<?, ?, ?> each) {
            return new EachProgress<>((Each<S, String, Object>) each, node);
        }
        return question instanceof Fold<?, ?, ?, ?, ?> fold
                ? new FoldProgress<>((Fold<S, String, Object, Object, Object>) fold)
                : null;
    }
}
