package io.modeenvoy.incremental;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A way through a tree in the order of its keys that can step over whole subtrees. Owned by one walker. */
final class Walk<K extends Comparable<? super K>, V> {
    /** What is still ahead, the nearest on top: a subtree, or the entry alone of a tree whose left side is behind. */
    private final Deque<Ahead<K, V>> ahead = new ArrayDeque<>();

    Walk(@Nullable Tree<K, V> tree) {
        push(tree);
    }

    private record Ahead<K extends Comparable<? super K>, V>(Tree<K, V> tree, boolean whole) {
        int size() {
            return whole ? tree.size() : 1;
        }
    }

    boolean atEnd() {
        return ahead.isEmpty();
    }

    /** The nearest key; only where {@link #align} or {@link #open} stopped. */
    K key() {
        return top().tree().key();
    }

    V value() {
        return top().tree().value();
    }

    void next() {
        ahead.pop();
    }

    /** Steps over what both share here, and stops both before an entry, or at their ends. */
    @SuppressWarnings("ReferenceEquality") // a shared subtree is the same instance
    void align(Walk<K, V> other) {
        while (!atEnd() && !other.atEnd()) {
            Ahead<K, V> ours = top();
            Ahead<K, V> theirs = other.top();
            if (ours.whole() && theirs.whole() && ours.tree() == theirs.tree()) {
                next();
                other.next();
            } else if (ours.whole() && (!theirs.whole() || ours.size() >= theirs.size())) {
                step();
            } else if (theirs.whole()) {
                other.step();
            } else {
                return;
            }
        }
        open();
        other.open();
    }

    /** Goes down to the nearest entry. */
    void open() {
        while (!atEnd() && top().whole()) {
            step();
        }
    }

    /** One level down. */
    private void step() {
        Tree<K, V> tree = ahead.pop().tree();
        push(tree.right());
        ahead.push(new Ahead<>(tree, false));
        push(tree.left());
    }

    private void push(@Nullable Tree<K, V> tree) {
        if (tree != null) {
            ahead.push(new Ahead<>(tree, true));
        }
    }

    private Ahead<K, V> top() {
        return ahead.getFirst();
    }

    Iterator<Map.Entry<K, V>> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !atEnd();
            }

            @Override
            public Map.Entry<K, V> next() {
                open();
                if (atEnd()) {
                    throw new NoSuchElementException();
                }
                Map.Entry<K, V> entry = Map.entry(key(), value());
                ahead.pop();
                return entry;
            }
        };
    }
}
