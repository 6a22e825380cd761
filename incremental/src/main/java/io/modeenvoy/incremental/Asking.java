package io.modeenvoy.incremental;

import org.jspecify.annotations.Nullable;

/**
 * All that a {@link Formula} may look at. What is asked here is remembered, so that the answer is kept until something of it changes.
 *
 * @param <N> what a formula may say besides its answer
 */
public interface Asking<S, N> {
    /** The answer to another question. */
    <T> T ask(Question<S, T> question);

    /** One entry of an answer, or null; other entries of it may change without any notice here. */
    <K extends Comparable<? super K>, V> @Nullable V at(Question<S, PersistentMap<K, V>> question, K key);

    /** Says something that stands as long as the answer. */
    void say(N note);
}
