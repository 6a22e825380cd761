package io.modeenvoy.incremental;

import org.jspecify.annotations.Nullable;

/**
 * What the members of a map say together, by key; where several speak of one key the first of them counts.
 *
 * @param <M> the members
 * @param <X> what the map holds for a member
 */
public interface Union<S, M extends Comparable<? super M>, X, K extends Comparable<? super K>, V>
        extends Fold<S, M, X, Union.Sum<M, K, V>, PersistentMap<K, V>> {
    /** What a member says. */
    PersistentMap<K, V> said(M member, X value);

    /** All that was said, and what counts of it. */
    record Sum<M extends Comparable<? super M>, K extends Comparable<? super K>, V>(
            PersistentMap<K, PersistentMap<M, V>> all, PersistentMap<K, V> first) {
        Sum<M, K, V> with(M member, K key, @Nullable V value) {
            PersistentMap<K, PersistentMap<M, V>> next = Grouping.put(all, key, member, value);
            PersistentMap<M, V> speakers = next.find(key);
            return new Sum<>(
                    next,
                    first.with(
                            key,
                            speakers == null
                                    ? null
                                    : speakers.values().iterator().next()));
        }
    }

    @Override
    default Sum<M, K, V> nothing() {
        return new Sum<M, K, V>(PersistentMap.empty(), PersistentMap.empty());
    }

    @Override
    default Sum<M, K, V> after(Sum<M, K, V> sum, M member, @Nullable X was, @Nullable X is) {
        PersistentMap<K, V> before = was == null ? PersistentMap.empty() : said(member, was);
        PersistentMap<K, V> now = is == null ? PersistentMap.empty() : said(member, is);
        Running<Sum<M, K, V>> running = new Running<>(sum);
        now.changes(before, (key, _, value) -> running.value = running.value.with(member, key, value));
        return running.value;
    }

    @Override
    default PersistentMap<K, V> answer(Sum<M, K, V> sum) {
        return sum.first();
    }
}
