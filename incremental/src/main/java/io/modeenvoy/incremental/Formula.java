package io.modeenvoy.incremental;

/** Is answered anew whenever something it asked for has another answer. */
public non-sealed interface Formula<S, T> extends Question<S, T> {
    /** Answers from what {@code scope} gives, and from nothing else. */
    T answer(S scope);
}
