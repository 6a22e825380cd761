package io.modeenvoy.incremental;

/** How far a {@link Fold} has got. */
final class FoldProgress<S, N extends Comparable<? super N>, K extends Comparable<? super K>, V, F, T>
        implements Progress<S, N> {
    private final Fold<S, K, V, F, T> fold;
    private PersistentMap<K, V> seen = PersistentMap.empty();
    private F sum;

    FoldProgress(Fold<S, K, V, F, T> fold) {
        this.fold = fold;
        this.sum = fold.nothing();
    }

    @Override
    public Object advance(AnswerGraph<S, N>.Frame frame) {
        PersistentMap<K, V> now = frame.ask(fold.of());
        Running<F> next = new Running<>(sum); // what throws on the way leaves no trace
        now.changes(seen, (key, was, is) -> next.value = fold.after(next.value, key, was, is));
        sum = next.value;
        seen = now;
        return java.util.Objects.requireNonNull(fold.answer(sum));
    }
}
