package io.modeenvoy.incremental;

import org.jspecify.annotations.Nullable;

/**
 * What the members of a map say, by key and member.
 *
 * @param <M> the members
 * @param <X> what the map holds for a member
 */
public interface Grouping<S, M extends Comparable<? super M>, X, K extends Comparable<? super K>, V>
        extends Fold<S, M, X, PersistentMap<K, PersistentMap<M, V>>, PersistentMap<K, PersistentMap<M, V>>> {
    /** What a member says; members may say something of the same key. */
    PersistentMap<K, V> said(M member, X value);

    @Override
    default PersistentMap<K, PersistentMap<M, V>> nothing() {
        return PersistentMap.empty();
    }

    @Override
    default PersistentMap<K, PersistentMap<M, V>> after(
            PersistentMap<K, PersistentMap<M, V>> groups, M member, @Nullable X was, @Nullable X is) {
        PersistentMap<K, V> before = was == null ? PersistentMap.empty() : said(member, was);
        PersistentMap<K, V> now = is == null ? PersistentMap.empty() : said(member, is);
        Running<PersistentMap<K, PersistentMap<M, V>>> running = new Running<>(groups);
        now.changes(before, (key, _, value) -> running.value = put(running.value, key, member, value));
        return running.value;
    }

    @Override
    default PersistentMap<K, PersistentMap<M, V>> answer(PersistentMap<K, PersistentMap<M, V>> groups) {
        return groups;
    }

    /** With {@code member} of a group at {@code value}, or without it if that is null; no group is empty. */
    static <K extends Comparable<? super K>, M extends Comparable<? super M>, V>
            PersistentMap<K, PersistentMap<M, V>> put(
                    PersistentMap<K, PersistentMap<M, V>> groups, K key, M member, @Nullable V value) {
        PersistentMap<M, V> before = groups.find(key);
        PersistentMap<M, V> members = before == null ? PersistentMap.empty() : before;
        PersistentMap<M, V> next = members.with(member, value);
        return next.isEmpty() ? groups.minus(key) : groups.plus(key, next);
    }
}
