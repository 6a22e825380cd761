package io.modeenvoy.incremental;

import org.jspecify.annotations.Nullable;

/** A weight-balanced search tree (Adams; the parameters of Hirai and Yamamoto). Null = empty. */
record Tree<K extends Comparable<? super K>, V>(
        int size,
        K key,
        V value,
        @Nullable Tree<K, V> left,
        @Nullable Tree<K, V> right) {
    private static final int MOST = 3; // a side weighs at most so many times the other
    private static final int SINGLE = 2; // below it one rotation is enough

    static int sizeOf(@Nullable Tree<?, ?> tree) {
        return tree == null ? 0 : tree.size;
    }

    static <K extends Comparable<? super K>, V> @Nullable Tree<K, V> find(@Nullable Tree<K, V> tree, K key) {
        Tree<K, V> at = tree;
        while (at != null) {
            int order = key.compareTo(at.key);
            if (order == 0) {
                return at;
            }
            at = order < 0 ? at.left : at.right;
        }
        return null;
    }

    @SuppressWarnings("ReferenceEquality") // nothing to do for the instance that is there
    static <K extends Comparable<? super K>, V> Tree<K, V> plus(@Nullable Tree<K, V> tree, K key, V value) {
        if (tree == null) {
            return new Tree<>(1, key, value, null, null);
        }
        int order = key.compareTo(tree.key);
        if (order == 0) {
            return value == tree.value ? tree : new Tree<>(tree.size, tree.key, value, tree.left, tree.right);
        }
        Tree<K, V> side = order < 0 ? tree.left : tree.right;
        Tree<K, V> next = plus(side, key, value);
        if (next == side) {
            return tree;
        }
        return order < 0 ? balance(tree, next, tree.right) : balance(tree, tree.left, next);
    }

    @SuppressWarnings("ReferenceEquality") // nothing to do where it is not found
    static <K extends Comparable<? super K>, V> @Nullable Tree<K, V> minus(@Nullable Tree<K, V> tree, K key) {
        if (tree == null) {
            return null;
        }
        int order = key.compareTo(tree.key);
        if (order == 0) {
            return glue(tree.left, tree.right);
        }
        Tree<K, V> side = order < 0 ? tree.left : tree.right;
        Tree<K, V> next = minus(side, key);
        if (next == side) {
            return tree;
        }
        return order < 0 ? balance(tree, next, tree.right) : balance(tree, tree.left, next);
    }

    private static <K extends Comparable<? super K>, V> @Nullable Tree<K, V> glue(
            @Nullable Tree<K, V> left, @Nullable Tree<K, V> right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        Tree<K, V> first = right;
        while (first.left != null) {
            first = first.left;
        }
        return balance(first, left, minus(right, first.key));
    }

    /** The entry of {@code middle} between two sides of which one has one entry more or less than before. */
    private static <K extends Comparable<? super K>, V> Tree<K, V> balance(
            Tree<K, V> middle, @Nullable Tree<K, V> left, @Nullable Tree<K, V> right) {
        int leftSize = sizeOf(left);
        int rightSize = sizeOf(right);
        if (right != null && isHeavier(rightSize, leftSize)) {
            return fromRight(middle, left, right);
        }
        if (left != null && isHeavier(leftSize, rightSize)) {
            return fromLeft(middle, left, right);
        }
        return node(middle, left, right);
    }

    private static boolean isHeavier(int size, int other) {
        return size + 1 > MOST * (other + 1);
    }

    private static <K extends Comparable<? super K>, V> Tree<K, V> fromRight(
            Tree<K, V> middle, @Nullable Tree<K, V> left, Tree<K, V> right) {
        Tree<K, V> inner = right.left;
        if (inner == null || sizeOf(inner) + 1 < SINGLE * (sizeOf(right.right) + 1)) {
            return node(right, node(middle, left, inner), right.right);
        }
        return node(inner, node(middle, left, inner.left), node(right, inner.right, right.right));
    }

    private static <K extends Comparable<? super K>, V> Tree<K, V> fromLeft(
            Tree<K, V> middle, Tree<K, V> left, @Nullable Tree<K, V> right) {
        Tree<K, V> inner = left.right;
        if (inner == null || sizeOf(inner) + 1 < SINGLE * (sizeOf(left.left) + 1)) {
            return node(left, left.left, node(middle, inner, right));
        }
        return node(inner, node(left, left.left, inner.left), node(middle, inner.right, right));
    }

    private static <K extends Comparable<? super K>, V> Tree<K, V> node(
            Tree<K, V> entry, @Nullable Tree<K, V> left, @Nullable Tree<K, V> right) {
        return new Tree<>(sizeOf(left) + sizeOf(right) + 1, entry.key, entry.value, left, right);
    }
}
