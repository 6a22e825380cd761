package io.modeenvoy.incremental;

/** What is given from outside; empty if nothing is. */
public non-sealed interface Input<S, K extends Comparable<? super K>, V> extends Question<S, PersistentMap<K, V>> {}
