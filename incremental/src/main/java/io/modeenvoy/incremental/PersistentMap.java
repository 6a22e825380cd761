package io.modeenvoy.incremental;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map sorted by its keys' own order. A change costs O(log n) and shares all else with the map before, so that {@link #changes what changed} between two versions
 * costs about as much as the changes, not the size. Libraries have the first and not the second.
 */
public final class PersistentMap<K extends Comparable<? super K>, V> extends AbstractMap<K, V> {
    private final @Nullable Tree<K, V> tree;

    private PersistentMap(@Nullable Tree<K, V> tree) {
        this.tree = tree;
    }

    /** A difference at one key; equal instances are none. */
    @FunctionalInterface
    public interface Change<K, V> {
        /** {@code was} null = added, {@code is} null = removed. */
        void at(K key, @Nullable V was, @Nullable V is);
    }

    /** No entry. */
    public static <K extends Comparable<? super K>, V> PersistentMap<K, V> empty() {
        return new PersistentMap<>(null);
    }

    /** One entry. */
    public static <K extends Comparable<? super K>, V> PersistentMap<K, V> of(K key, V value) {
        return PersistentMap.<K, V>empty().plus(key, value);
    }

    /** The entries of {@code map}. */
    public static <K extends Comparable<? super K>, V> PersistentMap<K, V> copyOf(Map<K, V> map) {
        PersistentMap<K, V> copy = empty();
        for (Map.Entry<K, V> entry : map.entrySet()) {
            copy = copy.plus(entry.getKey(), entry.getValue());
        }
        return copy;
    }

    /** The value of a key, or null. */
    public @Nullable V find(K key) {
        Tree<K, V> found = Tree.find(tree, key);
        return found == null ? null : found.value();
    }

    /** With {@code key} at {@code value}. The same map if it holds this very instance. */
    @SuppressWarnings("ReferenceEquality") // the same instance is what "unchanged" means
    public PersistentMap<K, V> plus(K key, V value) {
        Tree<K, V> next = Tree.plus(tree, key, value);
        return next == tree ? this : new PersistentMap<>(next);
    }

    /** Without {@code key}. The same map if there is none. */
    @SuppressWarnings("ReferenceEquality") // the same instance is what "unchanged" means
    public PersistentMap<K, V> minus(K key) {
        Tree<K, V> next = Tree.minus(tree, key);
        return next == tree ? this : new PersistentMap<>(next);
    }

    /** With {@code key} at {@code value}, or without it if that is null. The same map if the value is equal to the one it has. */
    public PersistentMap<K, V> with(K key, @Nullable V value) {
        if (value == null) {
            return minus(key);
        }
        return value.equals(find(key)) ? this : plus(key, value);
    }

    /** Every difference from {@code before} to this, by key. Costs the differences if one was made from the other. */
    @SuppressWarnings("ReferenceEquality") // the same instance is what "unchanged" means
    public void changes(PersistentMap<K, V> before, Change<? super K, ? super V> change) {
        Walk<K, V> was = new Walk<>(before.tree);
        Walk<K, V> is = new Walk<>(tree);
        was.align(is);
        while (!was.atEnd() || !is.atEnd()) {
            int order = was.atEnd() ? 1 : is.atEnd() ? -1 : was.key().compareTo(is.key());
            if (order < 0) {
                change.at(was.key(), was.value(), null);
                was.next();
            } else if (order > 0) {
                change.at(is.key(), null, is.value());
                is.next();
            } else {
                if (was.value() != is.value()) {
                    change.at(is.key(), was.value(), is.value());
                }
                was.next();
                is.next();
            }
            was.align(is);
        }
    }

    @Override
    public int size() {
        return Tree.sizeOf(tree);
    }

    @Override
    @SuppressWarnings("unchecked") // as in every sorted map: another kind of key is the caller's bug
    public @Nullable V get(@Nullable Object key) {
        return key == null ? null : find((K) key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<K, V>> iterator() {
                return new Walk<>(tree).iterator();
            }

            @Override
            public int size() {
                return PersistentMap.this.size();
            }
        };
    }

    /** Quick where the two share. */
    @Override
    @SuppressWarnings("unchecked") // keys that do not compare are another type of map
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof PersistentMap<?, ?> map)) {
            return super.equals(other);
        }
        return map.size() == size() && isEqual((PersistentMap<K, V>) map);
    }

    private boolean isEqual(PersistentMap<K, V> other) {
        Walk<K, V> ours = new Walk<>(tree);
        Walk<K, V> theirs = new Walk<>(other.tree);
        ours.align(theirs);
        while (!ours.atEnd()) {
            if (!ours.key().equals(theirs.key()) || !ours.value().equals(theirs.value())) {
                return false;
            }
            ours.next();
            theirs.next();
            ours.align(theirs);
        }
        return true;
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
