package io.modeenvoy.incremental;

/** The same question about each key of a map. A change costs the answers that change. */
public non-sealed interface Each<S, K extends Comparable<? super K>, T> extends Question<S, PersistentMap<K, T>> {
    /** The map whose keys are asked about. */
    Question<S, ? extends PersistentMap<K, ?>> members();

    /** The question about one of them; another one for every key. */
    Question<S, T> about(K member);
}
