package io.modeenvoy.incremental;

import org.jspecify.annotations.Nullable;

/**
 * Something summed up over a map by its changes: a change of the map costs what {@link #after} costs for it. The sum must follow from the entries alone, not from the way
 * they came.
 *
 * @param <F> the sum with all that is needed to keep it up, immutable
 */
public non-sealed interface Fold<S, K extends Comparable<? super K>, V, F, T> extends Question<S, T> {
    /** The map it is about. */
    Question<S, PersistentMap<K, V>> of();

    /** The sum over no entry. */
    F nothing();

    /** The sum after one change; {@code was} null = added, {@code is} null = removed. */
    F after(F sum, K key, @Nullable V was, @Nullable V is);

    /** The answer; equal instances should stay the same. */
    T answer(F sum);
}
